"""Invented articles and sentences in twenty languages. `{}` in a sentence is a phrase."""

ARTICLES = {
    "de": (
        "Die alte Fähre hat die beiden Ufer hundertzwanzig Jahre lang verbunden, und am Samstag "
        "fuhr sie zum letzten Mal, mit einer Kapelle, zwei Bürgermeistern und einem Hund an Bord.",
        "Der Landkreis hat ein kleines Boot für den April versprochen, doch niemand in der Stadt "
        "weiß, von welchem Jahr die Rede war, und die Kasse für den Kai ist seit Mai leer.",
        "{}, sagte der Schleusenwärter, und niemand am Kai lachte darüber.",
    ),
    "fr": (
        "Pendant cent vingt ans, le bac a relié les deux rives en "
        "huit minutes, et samedi il a fait "
        "sa dernière traversée, avec à son bord une fanfare, deux maires et un chien endormi.",
        "Le département a promis une navette pour le mois d'avril, "
        "mais personne au village ne sait "
        "de quelle année il parlait, et la caisse du port est vide depuis le printemps dernier.",
        "{}, dit le capitaine en riant, et personne sur le quai ne lui répondit.",
    ),
    "es": (
        "Durante ciento veinte años la barca unió las dos orillas en "
        "ocho minutos, y el sábado hizo "
        "su último viaje, con una banda de música, dos alcaldes y un perro dormido a bordo.",
        "La provincia ha prometido una lancha para abril, pero nadie en el pueblo sabe de qué año "
        "hablaba, y la caja del puerto está vacía desde la primavera pasada.",
        "{}, dijo el capitán entre risas, y nadie en el muelle le contestó.",
    ),
    "pt": (
        "Durante cento e vinte anos a balsa ligou as duas margens em "
        "oito minutos, e no sábado fez a "
        "sua última viagem, com uma banda, dois prefeitos e um cachorro a bordo.",
        "O município prometeu uma lancha para abril, mas ninguém na "
        "vila sabe de que ano se falava, "
        "e o caixa do porto está vazio desde a primavera do ano passado.",
        "{}, disse o capitão a rir, e ninguém no cais lhe respondeu.",
    ),
    "it": (
        "Per centoventi anni il traghetto ha unito le due rive in otto minuti, e sabato ha fatto "
        "l'ultimo viaggio, con a bordo una banda, due sindaci e un cane addormentato.",
        "La provincia ha promesso una barca per aprile, ma nessuno in paese sa di quale anno si "
        "parlasse, e la cassa del porto è vuota dalla primavera scorsa.",
        "{}, disse il capitano ridendo, e nessuno sul molo gli rispose.",
    ),
    "nl": (
        "Honderdtwintig jaar lang verbond het veer de twee oevers in "
        "acht minuten, en zaterdag voer "
        "het voor de laatste keer, met een fanfare, twee burgemeesters en een hond aan boord.",
        "De provincie heeft een bootje beloofd voor april, maar niemand in het dorp weet van welk "
        "jaar er sprake was, en de kas van de haven is sinds het voorjaar leeg.",
        "{}, zei de schipper lachend, en niemand op de kade gaf hem antwoord.",
    ),
    "pl": (
        "Przez sto dwadzieścia lat prom łączył oba brzegi w osiem "
        "minut, a w sobotę popłynął po raz "
        "ostatni, z orkiestrą, dwoma burmistrzami i śpiącym psem na pokładzie.",
        "Powiat obiecał małą łódź na kwiecień, ale nikt w miasteczku nie wie, o którym roku była "
        "mowa, a kasa portu jest pusta od zeszłej wiosny i tak już pewnie zostanie.",
        "{}, powiedział kapitan ze śmiechem, a nikt na nabrzeżu mu nie odpowiedział.",
    ),
    "ru": (
        "Сто двадцать лет паром соединял два берега за восемь минут, и в субботу он вышел в "
        "последний рейс, а на борту были оркестр, два мэра и спящая собака.",
        "Область обещала небольшой катер в апреле, но никто в городе не знает, о каком годе шла "
        "речь, а касса порта пуста с прошлой весны и, видно, такой и останется.",
        "{}, сказал капитан со смехом, и никто на причале ему не ответил.",
    ),
    "uk": (
        "Сто двадцять років пором з'єднував два береги за вісім хвилин, і в суботу він вийшов в "
        "останній рейс, а на борту були оркестр, два мери і сонний собака.",
        "Область обіцяла невеликий катер у квітні, але ніхто в місті не знає, про який рік ішлося, "
        "а каса порту порожня з минулої весни і, мабуть, такою й залишиться.",
        "{}, сказав капітан сміючись, і ніхто на причалі йому не відповів.",
    ),
    "tr": (
        "Vapur yüz yirmi yıl boyunca iki kıyıyı sekiz dakikada birbirine bağladı ve cumartesi günü "
        "bir bando, iki belediye başkanı ve uyuyan bir köpekle son seferini yaptı.",
        "İl yönetimi nisan için küçük bir tekne sözü verdi, ama kasabada kimse hangi yıldan söz "
        "edildiğini bilmiyor ve limanın kasası geçen ilkbahardan beri boş duruyor.",
        "{}, dedi kaptan gülerek ve iskelede kimse ona yanıt vermedi.",
    ),
    "ar": (
        "على مدى مئة وعشرين عاما ربطت العبّارة الضفتين في ثماني دقائق، ويوم السبت قامت برحلتها "
        "الأخيرة وعلى متنها فرقة موسيقية ورئيسا بلديتين وكلب نائم.",
        "ووعدت المحافظة بقارب صغير في أبريل المقبل، لكن لا أحد في "
        "البلدة يعرف عن أي عام كان الحديث، "
        "وصندوق الميناء فارغ منذ الربيع الماضي ولن يمتلئ قريبا.",
        "{}، قال القبطان ضاحكا، ولم يجبه أحد على الرصيف.",
    ),
    "he": (
        "במשך מאה ועשרים שנה חיברה המעבורת בין שתי הגדות בשמונה דקות, ובשבת יצאה להפלגתה האחרונה "
        "ועליה תזמורת, שני ראשי ערים וכלב ישן אחד.",
        "המחוז הבטיח סירה קטנה לחודש אפריל, אבל איש בעיירה אינו יודע על איזו שנה דובר, וקופת הנמל "
        "ריקה מאז האביב שעבר וכך היא כנראה תישאר עוד זמן רב.",
        "{}, אמר הקברניט בצחוק, ואיש על המזח לא ענה לו.",
    ),
    "hi": (
        "एक सौ बीस साल तक नाव ने दोनों किनारों को आठ मिनट में जोड़ा, "
        "और शनिवार को वह अपनी आखिरी यात्रा "
        "पर निकली, जिसमें एक बैंड, दो महापौर और एक सोता हुआ कुत्ता सवार थे।",
        "ज़िले ने अप्रैल में एक छोटी नाव देने का वादा किया है, लेकिन "
        "कस्बे में कोई नहीं जानता कि किस साल "
        "की बात हो रही थी, और बंदरगाह का खजाना पिछले वसंत से खाली पड़ा है।",
        "{}, कप्तान ने हँसते हुए कहा, और घाट पर किसी ने उसे जवाब नहीं दिया।",
    ),
    "bn": (
        "একশো কুড়ি বছর ধরে ফেরিটি আট মিনিটে দুই তীরকে যুক্ত করেছে, আর শনিবার সেটি শেষবারের মতো "
        "যাত্রা করল, সঙ্গে ছিল একটি বাদক দল, দুজন মেয়র আর একটি ঘুমন্ত কুকুর।",
        "জেলা প্রশাসন এপ্রিলে একটি ছোট নৌকা দেওয়ার প্রতিশ্রুতি "
        "দিয়েছে, কিন্তু শহরের কেউ জানে না কোন "
        "বছরের কথা হচ্ছিল, আর বন্দরের তহবিল গত বসন্ত থেকে খালি পড়ে আছে।",
        "{}, হেসে বললেন ক্যাপ্টেন, আর ঘাটে কেউ তাকে উত্তর দিল না।",
    ),
    "zh": (
        "一百二十年来，这条渡船用八分钟把两岸连在一起，星期六它完成了最后一次航行，船上有一支乐队、两位镇长和一条"
        "睡着的狗，岸上站着三百个人。",
        "县里答应明年四月开通一条小艇，可是镇上没有人知道说的是哪一年，港口的钱柜从去年春天起就一直空着，看来还会"
        "一直空下去。",
        "{}，船长笑着说，码头上没有人回答他。",
    ),
    "ja": (
        "百二十年の間、渡し船は八分で両岸を結んできたが、土曜日、楽隊と二人の町長と眠った犬を乗せて最後の航海に"
        "出た。岸には三百人が立っていた。",
        "県は来年四月に小さな船を出すと約束したが、どの年の話なのか町の誰も知らず、港の金庫は去年の春からずっと空の"
        "ままになっている。",
        "{}と船長は笑いながら言ったが、桟橋の誰も答えなかった。",
    ),
    "ko": (
        "백이십 년 동안 나룻배는 팔 분 만에 두 강가를 이어 주었고, 토요일에는 "
        "악단과 시장 두 명, 잠든 개 한 마리를 태우고 "
        "마지막 항해에 나섰다. 강가에는 삼백 명이 서 있었다.",
        "도는 사월에 작은 배를 띄우겠다고 약속했지만 어느 해를 말하는지 마을에서 아는 사람은 "
        "없고, 항구의 금고는 지난봄부터 "
        "계속 비어 있다.",
        "{}, 선장이 웃으며 말했고 부두에서는 아무도 대답하지 않았다.",
    ),
    "vi": (
        "Suốt một trăm hai mươi năm, chiếc phà nối hai bờ sông trong "
        "tám phút, và hôm thứ bảy nó chạy "
        "chuyến cuối cùng, chở theo một ban nhạc, hai vị thị trưởng và một con chó đang ngủ.",
        "Tỉnh đã hứa sẽ có một chiếc thuyền nhỏ vào tháng tư, nhưng "
        "không ai trong thị trấn biết đó là "
        "năm nào, và két tiền của bến cảng đã trống rỗng từ mùa xuân năm ngoái.",
        "{}, ông thuyền trưởng cười nói, và không ai trên bến trả lời ông.",
    ),
    "id": (
        "Selama seratus dua puluh tahun feri itu menghubungkan kedua "
        "tepi dalam delapan menit, dan pada "
        "hari Sabtu ia berlayar untuk terakhir kali dengan sebuah band dan seekor anjing.",
        "Kabupaten menjanjikan perahu kecil pada bulan April, tetapi "
        "tak seorang pun di kota itu tahu "
        "tahun mana yang dimaksud, dan kas pelabuhan kosong sejak musim semi lalu.",
        "{}, kata kapten sambil tertawa, dan tak seorang pun di dermaga menjawabnya.",
    ),
    "sv": (
        "I hundratjugo år band färjan ihop de två stränderna på åtta "
        "minuter, och i lördags gick den sin "
        "sista tur, med en orkester, två borgmästare och en sovande hund ombord.",
        "Länet har lovat en liten båt till april, men ingen i staden "
        "vet vilket år det var tal om, och "
        "hamnens kassa har stått tom sedan i våras och lär nog förbli det.",
        "{}, sade kaptenen och skrattade, och ingen på kajen svarade honom.",
    ),
}

TITLES = {
    **{"de": "Die letzte Fähre von Arlau", "fr": "Le dernier bac de la Virenne"},
    **{"es": "La última barca del Arlo", "pt": "A última balsa do rio Arlo"},
    **{"it": "L'ultimo traghetto sull'Arlo", "nl": "Het laatste veer over de Arle"},
    **{"pl": "Ostatni prom na rzece Arla", "ru": "Последний паром через Арлу"},
    **{"uk": "Останній пором через Арлу", "tr": "Arlu'nun son vapuru yola çıktı"},
    **{"ar": "آخر عبّارة على نهر أرلو", "he": "המעבורת האחרונה על נהר ארלו"},
    **{"hi": "अर्लो नदी की आखिरी नाव", "bn": "আর্লো নদীর শেষ ফেরি"},
    **{
        "zh": "阿尔洛河上的最后一班渡船",
        "ja": "アルロ川の最後の渡し船",
        "ko": "아를로 강의 마지막 나룻배",
    },
    **{"vi": "Chuyến phà cuối trên sông Arlo", "id": "Feri terakhir di Sungai Arlo"},
    **{"sv": "Den sista färjan över Arlån"},
}
