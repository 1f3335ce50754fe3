"""Invented texts without boilerplate, of many genres, in which short lines are the text."""

WHOLE_TEXTS = {
    "en verse": """Ballast
We carried the stones down
and nobody asked
Share them out, said the tide
one to a boat
Home
is a word for the harbour
Home
is a word for the hill
Follow me
down to the water
where the stones go
and nobody asks""",
    "de verse": """Nachtzug
Der Koffer steht
Der Bahnsteig geht
Wir teilen uns
den letzten Apfel
Weiter
sagt die Uhr
Weiter
sagt der Schnee
Und keiner
steigt aus""",
    "es verse": """Cosecha
La aceituna cae
y no pregunta
Comparte tu sombra
dice el olivo
con quien no la tiene
Inicio
del otoño
Fin
de la sed
Vuelve
cuando quieras""",
    "zh verse": """渡口
水带走了梯子
留给我台阶
一级一级
在沙上
回来吧
灯说
回来吧
钟说
没有人回来""",
    "en dialogue": """The clerk looked up.
"Name?"
"You know my name."
"I have to ask."
"Then write it down."
He wrote for a long time, much longer than a name takes, and when he had done he turned the sheet \
round so that she could see he had drawn the harbour, with all its boats, in one line of ink.
"Sign here."
"Where?"
"On the water."
She laughed.
He did not.
"Next," he said.""",
    "ru dialogue": """— Кто там?
— Это я.
— Кто я?
Она молчала так долго, что он уже решил, будто за дверью никого нет и что ему всё это просто \
послышалось, как слышался по ночам старый паром.
— Открой.
— Не могу.
— Почему?
— Ключ у тебя.
Она посмотрела на ладонь.
Там ничего не было.
— Читай дальше, — сказал он.""",
    "fr interview": """« Je n'ai jamais compté »
Marthe Le Goff, 68 ans, gardienne du phare de l'île Rousse
Quand êtes-vous arrivée ?
En mars.
De quelle année ?
Je ne sais plus.
Qu'est-ce qui vous manque ?
Le bruit de la lampe, surtout en hiver, quand le vent tombait d'un coup et qu'il ne restait plus \
qu'elle, cette lampe énorme qui tournait au-dessus de nous toute la nuit.
Et le silence ?
Jamais.
Vous y retournerez ?
Demain.""",
    "ja interview": """「待っていただけです」
灯台守の森ハル（七十一歳）
いつから働いていましたか。
三月です。
何年の。
忘れました。
何が残りましたか。
匂いです。それから、壁の時計。誰も遅れないように、いつも三分だけ進めてありました。
退屈でしたか。
いいえ。
一度も。
日曜だけ。""",
    "it recipe": """Zuppa di ceci e rosmarino
Per 4 persone
Preparazione: 20 minuti
Ingredienti
300 g di ceci secchi
2 rametti di rosmarino
1 spicchio d'aglio
Olio, sale
Procedimento
Mettete i ceci a bagno la sera prima.
Scolateli.
Cuoceteli per due ore.
Servite con un filo d'olio.
Buon appetito!""",
    "tr recipe": """Mercimek çorbası
4 kişilik
Malzemeler
1 su bardağı kırmızı mercimek
1 soğan
1 havuç
Tuz, kimyon
Yapılışı
Soğanı kavurun.
Mercimeği ekleyin.
Kırk dakika pişirin.
Afiyet olsun!""",
    "en table": """Tides at Skerry Quay
Day High Low
Mon 06:14 12:31
Tue 07:02 13:20
Wed 07:55 14:11
Thu 08:49 15:02
Fri 09:44 15:58
Heights in metres
Spring 4.1
Neap 2.6
All times are local.""",
    "pt table": """Estrela 2-1 Porto Velho
Gols
Estrela: Lima 12, Souza 88
Porto Velho: Reis 40
Público: 3.204
Árbitro: J. Prado
Classificação
1 Estrela 19
2 Porto Velho 17
3 Farol 16
4 Maré 11""",
    "nl list": """Wat gaat er mee
Een zaklamp
Twee truien
Een kaart van het wad
Brood voor drie dagen
Een fluitje
Wat blijft thuis
De telefoon
De haast""",
    "pl faq": """Pytania o prom
Prom wrócił w marcu po dwóch latach przerwy. Zebraliśmy pytania, które najczęściej słyszymy na \
przystani od mieszkańców i od przyjezdnych.
Ile kosztuje bilet?
Trzy złote.
Czy można z rowerem?
Tak.
A z psem?
Też.
W jakie dni pływa?
Od środy do niedzieli.
Gdzie kupić bilet?
Na pokładzie.""",
    "ko faq": """나룻배 문답
요금은 얼마인가요?
삼천 원입니다.
자전거도 되나요?
됩니다.
개는요?
됩니다.
언제 다니나요?
수요일부터 일요일까지요.
예약이 필요한가요?
아니요.""",
    "uk live": """Буря Ельза: рух на мосту зупинено
Наживо з узбережжя
09:40
Поїзди не ходять до полудня.
09:25
Без світла дві тисячі будинків.
09:10
Мер попросив людей не виходити.
«Будь ласка», — сказав він.
08:55
Доброго ранку.""",
    "vi live": """Bão Elsa: cầu tạm đóng
Tường thuật từ bờ biển
9h40
Tàu ngừng chạy đến trưa.
9h25
Hai nghìn nhà mất điện.
9h10
Thị trưởng kêu gọi mọi người ở nhà.
8h55
Chào buổi sáng.
Gió nổi lên lúc bốn giờ.""",
    "en code": """Counting the boats
boats = ["Ada", "Bo", "Cy"]
for boat in boats:
    print(boat)
print(len(boats))
Output
Ada
Bo
Cy
3
That is all.""",
    "sv letter": """Kära Maj,
Tack för brevet.
Båten går på tisdag.
Hälsa Olle.
Vi ses.
Din
Elin
PS
Ta med kartan.""",
    "ar letter": """عزيزتي سلمى،
وصلتني رسالتك.
شكرا.
القارب يبحر يوم الثلاثاء.
سلمي على أمك.
لا تنسي الخريطة.
إلى اللقاء.
أخوك
نادر""",
    "hi letter": """प्रिय मीरा,
तुम्हारा पत्र मिला।
धन्यवाद।
नाव मंगलवार को चलेगी।
माँ को प्रणाम।
नक्शा लाना।
जल्दी मिलेंगे।
तुम्हारा
रवि""",
    "id diary": """Senin
Hujan.
Perahu tidak berangkat.
Selasa
Hujan lagi.
Kami bermain kartu.
Rabu
Cerah.
Kami berangkat pagi-pagi.
Kamis
Pulau.""",
    "he riddle": """חידה
יש לי מפתח
ואין לי דלת
יש לי מים
ואין לי כוס
מי אני
שאל הילד
הנמל
אמרה האם
ושניהם
שתקו""",
    "bn song": """ঘাটের গান
নৌকা চলে
জল বলে
ফিরে এসো
বাতি বলে
ফিরে এসো
ঘণ্টা বলে
কেউ ফেরে না
জল বলে
নৌকা চলে""",
}

LIKE_BOILERPLATE = (
    "Sign up for our newsletter was the first thing that the parrot learned to say.",
    "Related: that was what they had been all along, it turned out, by a great-aunt in Skerry.",
    "Click here was painted on the door of the watchmaker's shop in green letters.",
    "Photo by photo they went through the box until the lamp had burned down.",
    "All rights reserved for the islands by the old treaty were bought back in spring.",
    "Views expressed by the judge were his own, and he was proud of every one of them.",
    "Comments are closed, said the sign in the chapel, and so was the door.",
    "Watch: it has stopped at nine, and nobody has wound it since the flood.",
    "Tags: everyone had one, red for the crew and blue for the passengers.",
    "We use cookies to pay the ferryman, said the girl, because he likes them best.",
    "Subscribe to continue reading the tides, the office wrote, and the harbour laughed.",
    "Get the boat to the islands before noon, in your own time, was all he was told.",
)
