"""Invented pages in several languages: live blogs, comment threads, and texts like them.

Each line begins with A (article) or B (boilerplate).
"""

LIVE_BLOGS = {
    "de, titles of entries": """B Startseite
B Politik
B Wetter
B Anmelden
A Newsblog zum Hochwasser: Pegel in Adersbach fällt langsam
A Alle Entwicklungen zum Hochwasser an der Ader im Überblick
A Das Wichtigste in Kürze
A 17:12 Uhr
A Pegel sinkt
A Der Pegel der Ader ist seit Mittag um zwölf Zentimeter gefallen.
B Teilen
A 16:40 Uhr
A Schule bleibt zu
A Die Grundschule bleibt auch morgen geschlossen.
B Teilen
A 15:55 Uhr
A Brücke gesperrt
A Die alte Brücke ist für Autos gesperrt. Fußgänger dürfen hinüber.
B Teilen
A 14:30 Uhr
A Guten Tag aus Adersbach. Es regnet nicht mehr.
B Teilen
B Mehr anzeigen
B Impressum
B Datenschutz
B Newsletter abonnieren""",
    "fr, times in the lines": """B Se connecter
B À la une
B Culture
B S'abonner
A DIRECT. Grève des bacs : le trafic reprend peu à peu
A Suivez notre direct sur la grève des bacs de Port-Lancel
A 18h20 - Deux bacs sur cinq circulent, selon la direction.
A 17h45 - Le préfet reçoit les syndicats.
A « On avance », dit leur porte-parole.
A 17h02 - La file d'attente dépasse deux kilomètres sur la route du port.
A 16h30 - Bonjour à tous. Nous suivons la grève minute par minute depuis le quai.
B Partager sur Facebook
B Lire aussi
B Mentions légales
B Inscrivez-vous à notre newsletter""",
    "ru, one sentence each": """B Главная
B Новости
B Спорт
B Войти
A Шторм «Элька»: онлайн-трансляция
A Что происходит на побережье прямо сейчас
A 12:40
A Паром вернулся в порт.
A 12:15
A Свет дали в трёх посёлках из пяти.
A 11:50
A Мэр просит жителей не выходить на набережную.
A 11:20
A Ветер усилился до тридцати метров в секунду, сообщили спасатели.
B Поделиться
B Читайте также
B Реклама на сайте
B Подпишитесь на нашу рассылку""",
    "en, names of reporters": """B Skip to content
B Menu
B Subscribe
B Log in
A Harbor vote live updates: council debates the new pier
A Our reporters are in the chamber
A What to know
A The vote is expected at 9 p.m.
A 8:47 p.m. ET
A Council moves to closing remarks
A By Dana Whitlow
A Each member gets three minutes.
B Share this
A 8:31 p.m. ET
A Amendment fails
A By Dana Whitlow
A The amendment failed, four to five.
B Share this
A 8:05 p.m. ET
A Public comment ends
A By Sam Ortega
A Forty people spoke. Most were against the pier, and a few of them brought drawings of their own.
B Share this
B Load more
B Most popular
B Privacy policy
B Sign up for our newsletter""",
}


COMMENT_THREADS = {
    "en, name above date": """B Skip to content
B Home
B About
A How I mended the old kettle
A The kettle had leaked since winter, and nobody in the village would take it. So I bought a \
small tin of solder, read two old manuals and set aside a Sunday afternoon for the work.
A It took three tries.
A It holds water now.
B 2 thoughts on “How I mended the old kettle”
B Marn says:
B May 3, 2021 at 4:05 pm
B Lovely work. I did mine with silver and it lasted ten years, though my sister says that it was \
luck and that tin would have done as well.
B Reply
B tinsmith44 says:
B May 4, 2021 at 9:12 am
B Silver is too hard.
B Reply
B Leave a Reply
B Your email address will not be published. Required fields are marked *""",
    "de, with two buttons": """B Zum Inhalt springen
B Startseite
A Neue Fähre für die Inseln
A Die Reederei hat am Montag eine neue Fähre vorgestellt, die ab dem Frühjahr zwischen den \
Inseln fahren soll und doppelt so viele Autos fasst wie die alte, die seit vierzig Jahren im \
Dienst ist.
A Sie heißt Möwe.
A Der Preis steht noch nicht fest.
B Kommentare (3)
B Inselfreund
B 12.03.2021, 14:05 Uhr
B Endlich! Die alte war ja kaum noch zu ertragen.
B Antworten
B Melden
B Kutter-Karl
B 12.03.2021, 15:17 Uhr
B Und wer zahlt das?
B Antworten
B Melden
B Gast 7
B 13.03.2021, 08:40 Uhr
B Wir alle, wie immer. Aber schön ist sie schon, und wenn sie pünktlich fährt, soll es mir recht \
sein, ich muss ja jeden Tag hinüber.
B Antworten
B Melden
B Impressum
B Datenschutz""",
    "fr, posted by": """B Accueil
B Se connecter
A Le phare rallumé
A Le phare de la pointe, éteint depuis trente ans, a été rallumé samedi soir devant quatre cents \
personnes, après deux années de travaux menés par une association de bénévoles de la commune.
A Il sera ouvert le dimanche.
B 2 commentaires
B Posté par goeland29 le 3 mai 2021 à 14h05
B Bravo à toute l'équipe, on le voit depuis chez nous.
B Répondre
B Posté par La Vigie le 3 mai 2021 à 18h40
B Enfin une bonne nouvelle !
B Répondre
B Mentions légales""",
    "ru, name above date": """B Главная
B Войти
A Мост открыли на месяц раньше срока
A Новый мост через залив открыли в понедельник, на месяц раньше срока. Первыми по нему прошли \
рабочие, которые строили его три года, и жители двух соседних посёлков с флагами.
A Машины пустят завтра.
B Комментарии
B Лодочник
B 3 мая 2021, 14:05
B А паром теперь закроют?
B Ответить
B Марья К.
B 3 мая 2021, 15:22
B Обещали оставить до осени.
B Ответить
B Политика конфиденциальности""",
    "en, ages": """B Sign in
B Home
B Topics
A The orchard that would not die
A Three times the frost took the blossom, and three times the old trees on the north slope \
flowered again in June, which nobody in the valley had seen before and which the agronomist \
still cannot explain.
A She has taken samples.
A "We shall know in spring," she said.
B Comments
B pippin • 3 years ago
B My grandfather had one like that.
B Reply
B orchardist_9 • 3 years ago
B Late varieties do this, it is not so rare.
B Reply
B pippin • 2 years ago
B Thanks!
B Reply
B Privacy
B Terms of use""",
    "zh, name above date": """B 首页
B 登录
A 老码头改建工程开工
A 周一上午，老码头改建工程正式开工。市政府表示，工程将分两期进行，第一期计划在明年夏天完成，\
届时将新增三条轮渡航线，并为行人修建一条两公里长的步道，预计每年可接待游客三十万人次。
A 码头在此期间仍然开放。
B 评论
B 海边的猫
B 2021-05-03 14:05
B 终于开工了，等了好多年。
B 回复
B 老船长
B 2021-05-03 15:20
B 希望轮渡不要涨价。
B 回复
B 版权所有""",
    "en, titles of comments": """B Log in
B Stories
A Printer Drivers To Leave the Kernel
A A proposal on the list would move the last of the printer drivers out of the kernel tree, \
where they have had no maintainer since 2011. Distributions would ship them as a package for the \
few users who still need them.
A No date is set.
B Post a Comment
B Re:About time (Score:3)
B by inkwell (10422) on Friday May 03, 2021 @02:05PM
B Mine still works.
B Reply to This
B Re:About time (Score:2)
B by Quill (88120) on Friday May 03, 2021 @02:41PM
B So does mine, and I print every day.
B Reply to This
B Trademarks property of their respective owners.""",
}


LIKE_THEM = {
    "letters": """A The lighthouse letters
A In the winter of 1921 the keeper of the light wrote to his brother each week, and the letters, \
which the family gave to the museum last year, are printed here for the first time.
A Skerry, 3 May 1921
A Dear Tom, the reply to your question is no.
A The oil came late.
A Yours, Hugh
A Skerry, 10 May 1921
A Dear Tom, I have had no answer.
A Please write.
A Yours, Hugh
A Skerry, 17 May 1921
A Dear Tom, thank you for the tobacco.
A Yours, Hugh""",
    "log": """A The night of the storm
A This is what the log of the harbour office says about the night on which the breakwater gave \
way, as far as it can be read: the book lay in the water for two days before it was found by \
children.
A 22:10
A Wind from the west, nine.
A 22:40
A The pilot boat is back.
A 23:05
A First stones move.
A 23:30
A The light goes out.""",
    "chat": """A Chat with the harbour master
A On Monday the harbour master answered questions from readers in our chat. We print the talk as \
it was, with the times, and have only corrected a few slips of the keyboard and left out \
greetings.
A 14:02 Moderator
A How long will the quay be closed?
A 14:03 Harbour master
A Until March.
A 14:05 Moderator
A Can I reply to that?
A 14:06 Harbour master
A Go on.""",
}

# Letters with a signature and a salutation that are repeated.
LETTERS = {
    "de": """A Briefe aus dem Leuchtturm
A Im Winter 1921 schrieb der Wärter jede Woche an seine Schwester, und die Briefe, die die \
Familie dem Museum im vergangenen Jahr gegeben hat, stehen hier zum ersten Mal.
A Skerry, den 3. Mai 1921
A Liebe Anna!
A Das Öl kam zu spät.
A In Liebe
A Dein Hugo
A Skerry, den 10. Mai 1921
A Liebe Anna!
A Ich habe keine Antwort bekommen.
A In Liebe
A Dein Hugo
A Skerry, den 17. Mai 1921
A Liebe Anna!
A Danke für den Tabak.
A In Liebe
A Dein Hugo""",
    "en": """A Letters from the mine
A The clerk of the mine sent these notes to the owners in the summer of 1931. They lay in a \
drawer for ninety years, and nobody had read them before the house was sold last spring.
A 12 June 1931
A Gentlemen,
A The pump has stopped again, and the lower level is under water.
A Respectfully,
A J. Harrow
A 19 June 1931
A Gentlemen,
A The pump works. We lost four days.
A Respectfully,
A J. Harrow
A 26 June 1931
A Gentlemen,
A Two men have left for the coast. I ask for leave to hire three.
A Respectfully,
A J. Harrow
A 3 July 1931
A Gentlemen,
A I thank you for the answer.
A Respectfully,
A J. Harrow""",
    "fr": """A Lettres du phare
A Pendant l'hiver de 1921, le gardien écrivait chaque semaine à son frère, et ces lettres, que \
la famille a données au musée l'an dernier, paraissent ici pour la première fois.
A Le 3 mai 1921
A Mon cher Paul,
A L'huile est arrivée trop tard.
A Ton frère Hugues
A Le 10 mai 1921
A Mon cher Paul,
A Je n'ai pas eu de réponse.
A Ton frère Hugues
A Le 17 mai 1921
A Mon cher Paul,
A Merci pour le tabac.
A Ton frère Hugues""",
}
