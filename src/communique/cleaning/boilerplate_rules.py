"""The catalogue of rules for boilerplate lines of web pages in general.

Every pattern must match a whole line. If an article could contain the same words, the rule depends
on a place (the edges of the text) or on neighbouring lines. Ids are stable, because they are
written into documents.
"""

from typing import Final

from communique.cleaning.rule import Rule

_NETWORK: Final = (
    r"(?:facebook|twitter|x|linked ?in|whats ?app|reddit|pinterest|telegram|instagram|you ?tube|"
    r"google ?\+|google plus|google news|tumblr|flipboard|e-?mail|print|copy link|sms|messenger|"
    r"weibo|wechat|viber|mastodon|threads|bluesky|pocket|vk|xing|snapchat|tik ?tok|rss|"
    r"stumbleupon|digg|delicious)"
)
_LIST_TAIL: Final = rf"(?:[\s,|/&•·]+(?:and |or )?(?:via |on |our )?{_NETWORK})*"
_PIECE: Final = r"(?:article|story|post|page|piece|column|video|report|content|news|episode|item)"
_AGENCY: Final = (
    r"(?:A[Pp]|AFP|Reuters|REUTERS|EPA(?:-EFE)?|EFE|ANSA|dpa|DPA|Bloomberg|Xinhua|Kyodo(?: News)?|"
    r"Yonhap|TASS|PTI|ANI|UPI|(?:The )?Associated Press|Agence France-Presse|"
    r"Getty(?: Images)?|GETTY(?: IMAGES)?|AP Photo|AP Images|AFP Photo|Shutterstock|"
    r"i[Ss]tock(?:photo)?|Alamy|Unsplash|Pixabay|Flickr|Wikimedia Commons|Pool|POOL)"
)
_CAPITAL: Final = r"[A-Z][A-Za-z.'\-]*"
_SITE_LINK: Final = (
    r"(?:home(?:page)?|menu|search|log ?in|sign ?in|sign ?up|log ?out|register|subscribe|"
    r"my account|about(?: us)?|contact(?: us)?|help|site ?map|advertise(?: with us)?|"
    r"careers|jobs|privacy(?: policy| notice| statement)?|"
    r"terms(?: (?:of|and|&) (?:use|service|conditions))?|cookies?(?: policy)?|"
    r"cookie (?:settings|preferences)|accessibility(?: statement)?|rss(?: feeds?)?|newsletters?|"
    r"feedback|disclaimer|legal(?: notice)?|imprint|impressum|datenschutz|agb|kontakt|"
    r"do not sell my(?: personal)? info(?:rmation)?)"
)

_CAPTCHA: Final = (
    Rule(
        "captcha-purpose",
        "captcha",
        r"this (?:question|field|test|challenge) is .{0,60}(?:human|robot|spam|bots?\b).{0,120}",
        "explanation of a captcha",
        limit=280,
        sure=True,
    ),
    Rule(
        "captcha-sum",
        "captcha",
        r"(?:what is )?\d{1,3} ?[+\-−–x×*/÷] ?\d{1,3} ?(?:=|\?)? ?\??",
        "arithmetic to solve",
        near=("captcha", "comment_widget"),
    ),
    Rule(
        "captcha-equation",
        "captcha",
        r"\d{1,3} ?[+\-−–x×*/÷] ?\d{1,3} ?=(?: ?\?)?",
        "arithmetic with an open result",
    ),
    Rule(
        "captcha-solve",
        "captcha",
        r"(?:please )?(?:solve|answer|complete) (?:this|the) (?:simple |following |easy )*"
        r"(?:maths?|arithmetic|captcha|security|sum)\b.{0,160}",
        "request to solve a captcha",
        limit=240,
        sure=True,
    ),
    Rule(
        "captcha-copy",
        "captcha",
        r"(?:please )?(?:enter|type|copy|retype|input) (?:in )?the "
        r"(?:characters|code|letters|text|words?|digits|numbers|result) "
        r"(?:that (?:is|are) )?(?:shown|displayed|(?:that )?you see|(?:in|from) the "
        r"(?:image|picture|box)|above|below)\b.{0,80}",
        "request to copy a picture's letters",
        sure=True,
    ),
    Rule(
        "captcha-label",
        "captcha",
        r"(?:math question|(?:re|h|image |text )?captcha|security (?:question|check|code)|"
        r"word verification|anti-?spam(?: question)?|human verification|spam protection|"
        r"are you (?:a )?(?:human|robot)(?: visitor)?|i'?(?:m| am) not a robot)[\s*?:.]*",
        "label of a captcha",
    ),
    Rule(
        "captcha-human",
        "captcha",
        r"(?:please )?(?:prove|confirm|verify|check)(?: that)? you(?:'re| are) "
        r"(?:not a (?:ro)?bot|(?:a )?human)(?: being)?[.:!]?",
        "request to prove humanity",
    ),
    Rule(
        "captcha-service",
        "captcha",
        r"this (?:site|form|page) is protected by .{0,20}captcha.{0,160}",
        "notice of a captcha service",
        limit=240,
        sure=True,
    ),
    Rule(
        "honeypot",
        "captcha",
        r"(?:if you(?:'re| are) (?:a )?human,? )?leave this field (?:blank|empty)\b.{0,40}",
        "field that only robots fill in",
        sure=True,
    ),
    Rule(
        "captcha-blank",
        "captcha",
        r"fill in the blanks?\.?",
        "captcha of words",
        near=("captcha", "comment_widget"),
    ),
)

_COMMENTS: Final = (
    Rule(
        "comment-form",
        "comment_widget",
        r"(?:post|add|leave|write|submit|make)(?: a| an| your| us| new)*(?: public| first)? "
        r"(?:comment|reply|response)s?(?: below| here| now)?(?: cancel reply)?[.!:]?|"
        r"cancel reply|reply to this comment|join the (?:conversation|discussion)[.!]?|"
        r"have your say[.!]?|what do you think\? .{0,60}comments?.{0,40}|"
        r"let us know (?:what you think )?in the comments?.{0,40}|"
        r"kommentar (?:schreiben|verfassen|hinterlassen)|laisser un commentaire|"
        r"deja (?:un comentario|una respuesta)|deixe (?:um comentário|uma resposta)|"
        r"lascia un commento",
        "invitation to comment",
    ),
    Rule(
        "comment-count",
        "comment_widget",
        r"no comments(?: yet)?[.!]?|"
        r"(?:\d[\d.,]*|view(?: all)?|show(?: all)?|hide|see all|load(?: more)?)"
        r"(?: \d[\d.,]*)? (?:comments?|responses?|replies)(?: \(\d+\))?"
        r"(?: (?:so far|yet|on this .{1,40}))?|comments? ?[(:] ?\d[\d.,]* ?\)?|"
        r"(?:sign in to )?view comments?|comments? closed|\d+ (?:kommentare?|commentaires?|"
        r"comentarios?|comentários?|commenti)",
        "number of comments",
    ),
    Rule(
        "comment-heading",
        "comment_widget",
        r"comments?|discussion|reader comments|responses|kommentare?|commentaires|comentarios",
        "heading over the comments",
        place="edge",
    ),
    Rule(
        "comment-first",
        "comment_widget",
        r"be the first (?:one |person )?to (?:comment|reply|respond|post|leave|write)\b.{0,60}|"
        r"there are (?:no|currently no) comments(?: yet| on this .{1,30})?[.!]?",
        "no comments yet",
    ),
    Rule(
        "comment-closed",
        "comment_widget",
        r"(?:comments?|commenting)(?: (?:on|for) this .{1,30})? (?:are|is|have been|has been) "
        r"(?:now |currently )?(?:closed|disabled|turned off|off|moderated)\b.{0,80}",
        "comments closed or moderated",
    ),
    Rule(
        "comment-privacy",
        "comment_widget",
        r"your e-?mail(?: address)? will (?:not|never) be (?:published|shared|shown)\b.{0,120}|"
        r"(?:\* ?)?required fields are marked.{0,20}|(?:\* )?(?:indicates|denotes) "
        r"(?:a )?required(?: field)?s?|the content of this field is kept private\b.{0,80}|"
        r"deine e-mail-adresse wird nicht veröffentlicht.{0,120}|"
        r"votre adresse (?:e-mail|de messagerie) ne sera pas publiée.{0,120}|"
        r"tu dirección de correo electrónico no será publicada.{0,120}",
        "what becomes of a commenter's address",
        limit=260,
        sure=True,
    ),
    Rule(
        "comment-format",
        "comment_widget",
        r"(?:more information about|about) (?:text formats|formatting options)|"
        r"lines and paragraphs break automatically\.?|"
        r"web page addresses and e-?mail addresses turn into links automatically\.?|"
        r"(?:no|allowed) html tags\b.{0,160}|you (?:may|can) use these html tags.{0,300}|"
        r"(?:filtered|restricted|full) html|use <[a-z]+> to .{0,60}",
        "markup allowed in comments",
        limit=400,
        sure=True,
    ),
    Rule(
        "comment-remember",
        "comment_widget",
        r"save my name,? (?:and )?e-?mail.{0,100}|"
        r"notify me (?:of|when|by|about|via)\b.{0,100}(?:comment|post|repl|follow|e-?mail).{0,40}|"
        r"this (?:site|blog) uses akismet.{0,120}|learn how your comment data is processed\.?",
        "options of a comment form",
        limit=260,
        sure=True,
    ),
    Rule(
        "comment-login",
        "comment_widget",
        r"(?:please |you must |you need to )?(?:be )?(?:log|logged|sign|signed) ?in "
        r"(?:or (?:register|sign up|create an account|join) )?to "
        r"(?:post|leave|add|submit|make|write|join|comment|reply|view|vote|like)\b.{0,80}|"
        r"you must be (?:logged|signed) in to .{0,60}",
        "log in to comment",
    ),
    Rule(
        "comment-service",
        "comment_widget",
        r"(?:blog )?comments powered by .{0,40}|view the discussion thread\.?|"
        r"please enable javascript to view the .{0,60}|loading comments.{0,20}|"
        r"please read our comment(?:s|ing)? (?:policy|guidelines).{0,80}|"
        r"by submitting this form,? you accept .{0,120}|"
        r"comments? (?:policy|guidelines)|community guidelines",
        "comment service",
        limit=220,
    ),
    Rule(
        "comment-label",
        "comment_widget",
        r"(?:your )?(?:name|full name|first name|last name|e-?mail(?: address)?|website|url|"
        r"web ?site|home ?page|subject|comments?|message|title|rating|city|country)"
        r"(?: ?\(.{1,40}\))?[\s*:]*|(?:post |submit |save |send |preview )?"
        r"(?:comment|save|preview|submit|post|send|cancel|reset|reply|text format|plain text|"
        r"log ?in|sign ?in|register|sort by.{0,20}|newest|oldest|report|flag|permalink)",
        "label or button of a comment form",
        near=("comment_widget", "captcha"),
        limit=60,
    ),
)

_NAVIGATION: Final = (
    Rule(
        "you-are-here",
        "navigation",
        r"you are (?:currently )?here:?(?: ?[:»>›].{0,160}|:? home\b.{0,160})?",
        "breadcrumb trail's label",
    ),
    Rule(
        "breadcrumb",
        "navigation",
        r"home ?[>»›/|] ?.{1,140}",
        "breadcrumb trail",
        open_ended=True,
        limit=150,
    ),
    Rule(
        "skip-link",
        "navigation",
        r"(?:skip|jump|zum) (?:to |directly to |inhalt)(?:main |the |primary |page )*"
        r"(?:content|navigation|search|footer|main|sidebar|menu|springen)?(?: .{0,20})?",
        "link for screen readers",
        limit=50,
        open_ended=True,
    ),
    Rule(
        "menu-button",
        "navigation",
        r"(?:toggle|open|close|show|hide|main|mobile|primary|secondary)(?: the)?(?: main| mobile)? "
        r"(?:navigation|menu|search(?: bar)?|sidebar|nav)(?: menu)?",
        "button of a menu",
    ),
    Rule(
        "back-link",
        "navigation",
        r"(?:back|return|scroll) to (?:the )?(?:top|home ?page|home|main page|front page|"
        r"previous page|overview|(?:all )?(?:news|articles|stories|posts|blog))(?: of .{0,20})?",
        "link back",
    ),
    Rule(
        "pager",
        "navigation",
        r"(?:previous|next|older|newer|prev) (?:article|post|story|page|entry|entries|posts|"
        r"stories|articles)(?: ?[:»>→›|].{0,140})?|page \d+ of \d+|"
        r"(?:« ?)?(?:previous|prev|older)(?: ?[|/] ?| )(?:next|newer)(?: ?»)?",
        "link to the neighbouring article",
    ),
    Rule(
        "site-link",
        "navigation",
        rf"{_SITE_LINK}",
        "entry of a site's menu",
        place="edge",
    ),
    Rule(
        "site-link-bar",
        "navigation",
        rf"{_SITE_LINK}(?:[ ]?[|•·/>][ ]?{_SITE_LINK})+",
        "several entries of a site's menu",
        limit=300,
    ),
)

_TAGS: Final = (
    Rule(
        "filed-under",
        "tags",
        r"(?:filed (?:under|in)|(?:posted|published) (?:in|under)|tagged(?: with| as| in| under)?|"
        r"tags|topics|categories|related (?:topics|tags)|schlagwörter|schlagworte|"
        r"mots-clés|etiquetas|temas|palabras clave)\s*:.{0,200}|"
        r"(?:filed under|posted in|tagged(?: with| as)?|tags|related (?:topics|tags))",
        "keywords of the article",
        limit=240,
        open_ended=True,
    ),
)

_SHARE: Final = (
    Rule(
        "share-button",
        "share",
        rf"(?:share|tweet|e-?mail|print)(?: this| the| it)?"
        rf"(?: {_PIECE})?(?: (?:on|via|to|by|with|in|using))?"
        rf"(?: (?:a friend|friends|your friends|your network|social media|others))?"
        rf"(?: {_NETWORK}{_LIST_TAIL})?[!:]?",
        "share button",
        place="edge",
    ),
    Rule(
        "share-this",
        "share",
        rf"(?:share|tweet|e-?mail|print|save|bookmark|teilen|partager|compartir|compartilhar|condividi)"
        rf"(?:(?: this| the) {_PIECE}|(?: this(?: {_PIECE})?)? (?:on|via|by|to|with|auf|sur|en) "
        rf"{_NETWORK}{_LIST_TAIL}| this)[!:]?|printer[- ]friendly(?: version| page)?|"
        r"(?:share|tweet) this:?|copy (?:the )?link|link copied!?|send (?:by|via) e-?mail|"
        r"email (?:this )?to a friend",
        "share button that says what it shares",
    ),
    Rule(
        "share-bar",
        "share",
        rf"(?:share(?: this| on| via)*[:\s]+)?{_NETWORK}(?:[\s,|/•·]+(?:and )?{_NETWORK}){{2,12}}",
        "several networks in a row",
    ),
    Rule(
        "share-network",
        "share",
        rf"(?:{_NETWORK}|tweet|pin(?: it)?|like|share|more|link)",
        "one network",
        near=("share",),
        limit=20,
    ),
    Rule(
        "share-network-edge",
        "share",
        r"(?:facebook|twitter|linkedin|whatsapp|reddit|pinterest|telegram|instagram|youtube|"
        r"google\+|tumblr|flipboard|tweet|pin it|messenger|print|e-?mail)",
        "one network, outside the article",
        place="edge",
    ),
    Rule(
        "follow-us",
        "share",
        rf"(?:(?:follow|like|join|find|connect with|subscribe to|watch) (?:us|me)|"
        rf"follow(?: @?[\w.'\-]+){{1,4}}) (?:on|via) (?:our )?{_NETWORK}\b"
        r"[\w\s,.&/:@#'+\-()]{0,100}|follow (?:us|me)(?: on)?",
        "invitation to follow",
        limit=180,
    ),
    Rule(
        "share-window",
        "share",
        r"(?:click|tap) to (?:share|e-?mail|print|tweet)\b.{0,80}|.{0,60}\(opens in (?:a )?"
        r"new (?:window|tab)\)",
        "share link that opens a window",
    ),
    Rule(
        "share-count",
        "share",
        r"\d[\d.,]*[km]? (?:shares?|likes?|tweets?|retweets?|views?|reads?)",
        "number of shares",
    ),
)

_VOTING: Final = (
    Rule(
        "vote-count",
        "voting",
        r"\d[\d.,]* (?:users?|people|readers?|visitors?) (?:have |has )?(?:voted|rated)\b.{0,30}|"
        r"no votes yet\.?|your rating:? .{1,20}|"
        r"(?:average|user|overall)(?: rating)?:? \d(?:[.,]\d+)? ?\(\d+ votes?\)|"
        r"(?:rate|vote (?:for|on)) this(?: \w{1,12})?[!:]?|vote (?:up|down)!?|"
        r"\d(?:\.\d+)? (?:out of|/) \d+ (?:stars?|based on .{1,30})",
        "result of a vote",
        sure=True,
    ),
    Rule(
        "helpful",
        "voting",
        r"(?:was|is|did you find) this (?:\w+ )?(?:helpful|useful|interesting)\?(?: yes)?"
        r"(?: ?/? ?no)?",
        "was this helpful",
    ),
)

_SEE: Final = (
    r"(?:related(?: (?:articles?|stor(?:y|ies)|content|coverage|reading|posts?|links?|news))?|"
    r"also read|read also|read more|read next|see also|also see|more on this(?: story| topic)?|"
    r"recommended(?: (?:for you|reading|stories|articles))?|don't miss|you (?:may|might) also like|"
    r"trending(?: now)?|must[- ]read|from the archives?|icymi|in case you missed it|"
    r"what to read next|lesen sie auch|auch interessant|mehr zum thema|"
    r"(?:à )?lire aussi|lea también|leer también|lee también|te puede interesar|leia também|"
    r"leia mais|leggi anche|lees ook|läs också|les også|baca juga|soma (?:zaidi|pia)|"
    r"читайте также|関連記事|相关阅读|延伸阅读)"
)
_PROMOTION: Final = (
    Rule(
        "see-also",
        "promotion",
        rf"{_SEE} ?[:：|»›→].{{0,260}}|{_SEE} [–—-] .{{0,260}}",
        "pointer to another article",
        limit=320,
        defer_to_model=True,
    ),
    Rule("see-also-heading", "promotion", _SEE, "heading over such pointers"),
    Rule(
        "media-pointer",
        "promotion",
        r"(?:WATCH|READ|LISTEN|VIDEO|PHOTOS|GALLERY|MORE|RELATED|ALSO|Watch|Read|Listen) ?: "
        r".{5,150}",
        "pointer to another piece, without a sentence's end",
        cased=True,
        open_ended=True,
        limit=170,
    ),
    Rule(
        "teaser-heading",
        "promotion",
        r"related (?:articles?|stor(?:y|ies)|content|coverage|posts?|links?|news|topics|videos?)|"
        r"more (?:stories|news|articles|headlines|coverage|"
        r"from (?:this|the) (?:author|section|web)|on this (?:story|topic))|"
        r"most (?:read|popular|viewed|shared|commented|recent)"
        r"(?: (?:stories|articles|news|posts|today|this week))?|"
        r"popular (?:posts|stories|articles|now)|latest (?:news|posts|stories|articles|headlines|"
        r"updates)|top stories|editor'?s'? picks?|recent (?:posts|comments|articles|stories|news)|"
        r"you (?:may|might) (?:also )?(?:like|be interested in).{0,10}|up next|"
        r"related (?:reading|programs|projects|experts|publications)",
        "heading over teasers",
    ),
    Rule(
        "more-button",
        "promotion",
        r"(?:read|show|load|see|view|learn|find out|discover|browse|explore) (?:more|all|less)"
        r"(?: (?:articles|stories|posts|news|about (?:this|it|us)|here|results))?|"
        r"continue reading(?: .{0,120})?|(?:click|tap) here(?: for more(?: .{0,60})?)?|"
        r"(?:read|view|see) (?:the )?(?:full|original|whole|entire|rest of the|rest of this) "
        r"(?:article|story|post|text|report|version|transcript|piece)"
        r"(?: (?:here|at|on|in) .{0,60})?|"
        r"view (?:the )?(?:full|original)(?: .{0,30})?|weiterlesen|mehr lesen|mehr anzeigen|"
        r"lire la suite|en savoir plus|leer más|ver más|leia mais|leggi tutto|lees meer|läs mer|"
        r"続きを読む|もっと見る|阅读更多|читать далее",
        "button that leads on",
        open_ended=True,
    ),
    Rule(
        "click-here",
        "promotion",
        r"click (?:here|on the link|the link(?: below)?) (?:to|for|if you)\b.{0,140}|"
        r"to (?:read|see|view|learn|subscribe|find out) .{0,80}(?:,? (?:please )?"
        r"(?:click here|visit (?:our|www|http)\S*|go to (?:www|http)\S*)).{0,60}",
        "click here",
    ),
)

_NEWSLETTER: Final = (
    Rule(
        "newsletter-sign-up",
        "newsletter",
        r"(?:please )?(?:sign up|signup|subscribe)(?: now| today| here| free| below)* "
        r"(?:for|to|and)\b.{0,120}\b(?:newsletters?|by e-?mail|e-?mails? (?:alerts?|lists?)|"
        r"e-?mails|inbox|mailing list|briefings?|"
        r"updates|alerts|digest|bulletin)\b.{0,120}|(?:join|register for) our "
        r"(?:\w+ )?(?:mailing list|newsletters?)\b.{0,100}|"
        r"(?:newsletter|e-?mail) sign-?up|(?:sign up|subscribe)(?: (?:now|today|here|for free))?"
        r"[!.]?|(?:sign up for |subscribe to )?(?:our |the )?(?:free )?(?:daily |weekly |morning )?"
        r"newsletters?|newsletter abonnieren|jetzt (?:anmelden|abonnieren)|"
        r"inscrivez-vous à .{0,60}newsletter.{0,60}|"
        r"suscríbete a .{0,60}(?:newsletter|boletín).{0,60}",
        "newsletter sign-up",
        limit=300,
    ),
    Rule(
        "newsletter-promise",
        "newsletter",
        r"(?:get|receive|want|like) .{0,140}\b(?:e-?mailed to you|"
        r"(?:delivered|sent|straight|direct(?:ly)?|right)(?: (?:straight|direct(?:ly)?|right))?"
        r"(?: to you| (?:in|to|into) your (?:inbox|e-?mail|mailbox|phone))|"
        r"in your (?:inbox|mailbox))\b.{0,100}",
        "news by e-mail",
        limit=260,
    ),
    Rule(
        "newsletter-stay",
        "newsletter",
        r"(?:stay|keep) (?:up[- ]to[- ]date|informed|updated|in the know|connected|in touch)\b"
        r".{0,100}\b(?:newsletter|inbox|e-?mail|alerts|with us)\b.{0,60}",
        "stay informed",
        limit=220,
    ),
    Rule(
        "newsletter-terms",
        "newsletter",
        r"by (?:signing up|subscribing|submitting|clicking|registering|continuing|entering|"
        r"providing)\b.{0,120}\byou (?:are )?(?:agree|accept|consent|acknowledg|confirm).{0,300}|"
        r"(?:thank you|thanks) for (?:subscribing|signing up|your subscription)\b.{0,80}|"
        r"you (?:can|may) (?:unsubscribe|opt[- ]out) at any ?time\b.{0,80}|"
        r"(?:please )?enter (?:a valid|your) e-?mail(?: address)?\b.{0,60}|invalid e-?mail.{0,40}",
        "terms of a newsletter",
        limit=480,
    ),
    Rule(
        "newsletter-field",
        "newsletter",
        r"(?:your )?e-?mail address[\s*:]*|unsubscribe|privacy policy",
        "field of a newsletter form",
        near=("newsletter",),
    ),
)

_SUBSCRIPTION: Final = (
    Rule(
        "paywall",
        "subscription",
        r"(?:please )?(?:subscribe|log ?in|sign ?in|sign up|create (?:a|an|your) .{0,20}"
        r"account)(?: now| or [\w ]{2,20})? to (?:continue|read|keep|unlock|access|view)\b"
        r".{0,100}|already (?:a |an )?(?:subscribed|subscriber|member|registered|have an account)\b"
        r".{0,60}|this (?:article|content|story|page) is "
        r"(?:for|available (?:only )?to|reserved for|only (?:for|available to)) .{0,30}"
        r"(?:subscribers|members)\b.{0,60}|"
        r"you(?:'ve| have) (?:reached|read|used) .{0,50}free (?:articles?|stories)\b.{0,80}|"
        r"(?:subscribe|start your (?:free )?trial|become a (?:member|subscriber|supporter|patron))"
        r"(?: now| today| here)?[.!]?|"
        r"(?:donate|make a (?:donation|gift))(?: now| today| here)?[.!]?",
        "paywall or appeal",
        limit=220,
    ),
    Rule(
        "appeal",
        "subscription",
        r"(?:please )?(?:support|help support|help us) (?:our|independent|quality|fund) "
        r"(?:\w+ )?(?:journalism|work|reporting|newsroom)\b.{0,160}",
        "appeal for money",
        place="edge",
        limit=260,
    ),
)

_COPYRIGHT: Final = (
    Rule(
        "copyright-line",
        "copyright",
        r"©.{0,200}|\(c\) ?(?:19|20)\d\d\b.{0,200}|copyrights? ?(?:©|\(c\)).{0,200}|"
        r"copyrights? ?[:,]? ?(?:19|20)\d\d\b.{0,200}",
        "copyright line",
        limit=260,
        sure=True,
    ),
    Rule(
        "rights-reserved",
        "copyright",
        r"(?:.{0,120}[.,;|©\d] ?)?all rights(?: are)? reserved\b.{0,200}|"
        r"(?:alle rechte vorbehalten|tous droits réservés|todos los derechos reservados|"
        r"todos os direitos reservados|tutti i diritti riservati)\b.{0,120}",
        "all rights reserved",
        limit=340,
    ),
    Rule(
        "copyright-edge",
        "copyright",
        r".{0,80}(?:©|\(c\)) ?(?:19|20)\d\d\b.{0,120}",
        "copyright line with words before it",
        place="edge",
        limit=240,
    ),
    Rule(
        "no-reproduction",
        "copyright",
        r"(?:this|the) (?:material|article|story|content|report)s? may not be "
        r"(?:published|reproduced|republished|copied|broadcast|re)\b.{0,200}|"
        r"(?:republished|reprinted|reproduced|used|republication) (?:here )?(?:with|by) "
        r"(?:the )?permission\b.{0,120}|(?:unauthorized )?(?:reproduction|republication)\b.{0,80}"
        r"(?:prohibited|forbidden|not (?:allowed|permitted)).{0,80}|"
        r"no part of this .{0,60} may be (?:reproduced|copied|used)\b.{0,200}",
        "no reproduction",
        limit=360,
        sure=True,
    ),
)

_WORK: Final = (
    r"(?:article|column|piece|op-?ed|commentary|essay|paper|post|blog|story|publication|page|"
    r"website|site|report|letter)"
)
_WRITER: Final = r"(?:authors?|writers?|columnists?|contributors?)"
_DISCLAIMER: Final = (
    Rule(
        "views-expressed",
        "disclaimer",
        r"[(\[]?(?:(?:note|editor's note|disclaimer) ?: ?)?(?:the |all |any )?"
        r"(?:views?|opinions?|thoughts?|facts?)(?:,? (?:and|or|&) (?:the )?\w+){0,2} "
        r"(?:(?:and \w+ )?(?:that are |as )?(?:expressed|stated|presented|contained|given)|"
        rf"of the {_WRITER}|in this {_WORK})\b.{{0,120}}\b"
        rf"(?:own|personal|solely|necessarily|alone|{_WRITER}(?:'s?)?[.)]|"
        rf"those of (?:the |its |their ){_WRITER}|do not reflect|do not represent)(?:.{{0,500}})?",
        "whose views an article gives",
        limit=900,
    ),
    Rule(
        "views-are-own",
        "disclaimer",
        r"[(\[]?(?:the )?(?:views?|opinions?)(?: expressed)? (?:are|is) (?:(?:my|his|her|their|"
        r"the (?:author|writer)'?s?'?) own|(?:strictly )?personal)\b.{0,120}",
        "views are the author's own",
    ),
    Rule(
        "disclaimer-label",
        "disclaimer",
        r"[(\[]?disclaimers? ?(?:[:–—]|- ).{0,1400}",
        "labelled disclaimer",
        limit=1500,
        defer_to_model=True,
    ),
    Rule(
        "author-certifies",
        "disclaimer",
        rf"[(\[]?(?:the |this )?{_WORK} is (?:the |an )?{_WRITER}(?:'s|s'|')? "
        r"(?:individual|own|personal|original)\b.{0,1300}|"
        rf"[(\[]?(?:the )?{_WRITER} certif(?:y|ies) that .{{0,1300}}",
        "author's certificate",
        limit=1500,
    ),
    Rule(
        "not-edited",
        "disclaimer",
        r"[(\[]?(?:except for the headline, )?this (?:story|article|report) has not been edited by "
        r".{0,200}|our standards ?: ?.{0,80}principles\.?",
        "unedited feed",
        limit=320,
    ),
)

_CREDIT: Final = (
    Rule(
        "picture-credit",
        "credit",
        r"(?:(?:cover|featured?|header|lead|top|main|banner|file|thumbnail) )?"
        r"(?:image|photo|picture|photograph|photography|illustration|graphic)s?"
        r"(?: ?/ ?(?:image|photo|video)s?)?(?: (?:source|credits?|courtesy(?: of)?|by|via|"
        r"copyright))? ?(?:[:©|] ?.{0,100})|(?:image|photo|picture)s? "
        r"(?:source|credits?|courtesy)(?: .{0,80})?|credits? ?: .{0,100}|"
        r"(?:bild|fotos?|quelle des bildes|crédit photo|photo d'illustration|crédits?) ?: .{0,80}",
        "credit of a picture",
        limit=130,
        open_ended=True,
    ),
    Rule(
        "picture-by",
        "credit",
        rf"[(\[]?(?:Image|Photo|Picture|Photograph|Illustration|Graphic|Video|Photos|Images|"
        rf"IMAGE|PHOTO)s? (?:by|courtesy(?: of)?|via|from|credit|CREDIT|BY) (?:{_CAPITAL}|@\w+)"
        rf"(?:(?: |/| / |, | on | via | for )(?:{_CAPITAL}|of|the|de|van|von|&|\|)){{0,9}}[)\]]?",
        "photo by",
        cased=True,
        limit=120,
    ),
    Rule(
        "agency-credit",
        "credit",
        rf"[(\[]?{_AGENCY}(?: (?:Photo|PHOTO|File|Pool|Images?|via))? ?/ ?.{{2,60}}[)\]]?|"
        rf"[(\[]?{_AGENCY}? ?(?:Getty Images|AP Photo|AFP Photo|iStock|Shutterstock|Alamy)[)\]]?",
        "credit of an agency",
        cased=True,
        limit=100,
    ),
    Rule(
        "name-slash-agency",
        "credit",
        rf"[(\[]?(?:{_CAPITAL} ){{0,3}}{_CAPITAL} ?(?:/|\|) ?(?:.{{2,40}}(?:/| / | via ))?"
        rf"{_AGENCY}(?:,? (?:[Ff]ile|FILE|Pool|via {_AGENCY}))?[)\]]?",
        "photographer and agency",
        cased=True,
        limit=110,
    ),
    Rule(
        "reporting-by",
        "credit",
        r"[(\[](?:with )?(?:additional |further )?(?:reporting|writing|compiled|edited|editing|"
        r"graphics?|translated|written|production)(?: and (?:writing|editing|reporting))? by "
        r".{2,360}[)\]]\.?|(?:additional )?(?:reporting|writing)(?: and writing)? by .{2,160}[;.] ?"
        r"(?:writing|editing|edited)(?: and \w+)? by .{2,160}",
        "who reported and edited",
        limit=420,
    ),
)

_MEDIA: Final = (
    Rule(
        "player",
        "media_widget",
        r"play (?:live )?(?:radio|video|audio|podcast|episode|all|clip|stream|now)|"
        r"(?:watch|listen) (?:live|now|again)(?: (?:on|to) .{0,30})?|next up(?: ?:.{0,80})?|"
        r"(?:available )?on[- ]air (?:stations?|now)|now playing.{0,60}|live (?:stream|radio|tv)|"
        r"listen to (?:this|the) (?:article|story|episode|podcast|live ?stream).{0,30}|"
        r"(?:\d+[- ]minute|\d+ min) listen|toggle more options|"
        r"audio will be available (?:later|soon).{0,40}|"
        r"(?:download|embed) (?:audio|mp3|podcast|code|video)|"
        r"(?:your|this) browser does not support.{0,120}|video player (?:is )?(?:loading.{0,20})|"
        r"this (?:video|audio|media|content) (?:is not|isn't|is no longer|cannot be|can't be|"
        r"could not be) .{0,80}|(?:please )?(?:enable|turn on) javascript\b.{0,100}|"
        r"javascript (?:is|must be) (?:disabled|enabled|required)\b.{0,100}",
        "player",
        limit=180,
    ),
    Rule(
        "player-part",
        "media_widget",
        r"play|pause|mute|unmute|volume|full ?screen|captions?|subtitles?|settings|"
        r"\d{1,2}:\d\d(?::\d\d)?(?: ?/ ?\d{1,2}:\d\d)?|live|listen|watch|queue|close|embed|"
        r"download|transcript|loading(?:\.\.\.|…)?",
        "part of a player",
        near=("media_widget",),
        limit=30,
    ),
    Rule(
        "picture-control",
        "media_widget",
        r"(?:hide|toggle|show|view) caption|enlarge(?: this)? image|(?:click|tap) to "
        r"(?:enlarge|expand|zoom|view)(?: .{0,30})?|(?:view|open|show) (?:the )?(?:image|photo|"
        r"gallery|slide ?show|fullscreen)(?: in .{0,20}| \(\d+\))?|(?:image|photo|slide) "
        r"\d+ of \d+|bild vergrößern|agrandir l'image",
        "control of a picture",
        limit=60,
    ),
)

_ADVERTISEMENT: Final = (
    Rule(
        "advertisement",
        "advertisement",
        r"(?:advertisements?|advertising|advert|ads?|sponsored(?: content| post| links?)?|"
        r"sponsored by .{1,40}|paid (?:content|post|advertisement|partnership)|promoted"
        r"(?: content)?|anzeige|werbung|publicidad|publicidade|publicité|pubblicità|annons|"
        r"advertentie|reklam[ae]?|广告|広告|реклама|iklan|tangazo)"
        r"(?:[ ]?[-–—:][ ]?(?:scroll|story|article|continue).{0,40})?|"
        r"(?:story|article|content) continues (?:below|after)\b.{0,40}|"
        r"scroll (?:down )?to continue(?: .{0,30})?|continue reading (?:below|after).{0,40}|"
        r"(?:why am i seeing|report|remove|skip)(?: this)? ads?\??|"
        r"article continues|advertise with us",
        "advertisement's label",
        limit=90,
    ),
)

_COOKIE: Final = (
    Rule(
        "cookie-notice",
        "cookie",
        r"(?:(?:we|this (?:web)?site|our (?:web)?sites?|this page)(?: and (?:our|its) partners)?"
        r"(?: also)? uses?) (?:necessary |essential |technical )?cookies\b.{0,500}|"
        r"(?:accept|reject|manage|allow|decline|got it)(?: all)?(?: (?:cookies|cookie settings|"
        r"cookie preferences))|by (?:continuing|using|browsing)\b.{0,80}\byou (?:agree|consent|"
        r"accept)\b.{0,300}|cookie (?:settings|preferences|consent)|"
        r"(?:wir|diese (?:web)?seite) (?:verwenden|verwendet|nutzt|nutzen) cookies\b.{0,400}|"
        r"(?:nous utilisons|ce site utilise) des cookies\b.{0,400}|"
        r"(?:utilizamos|este sitio (?:web )?utiliza|usamos) cookies\b.{0,400}",
        "cookie notice",
        limit=600,
    ),
)

_CONTACT: Final = (
    Rule(
        "contact",
        "contact",
        r"contact us(?: (?:at|here|today|via)\b.{0,80})?|"
        r"contact (?:the )?(?:authors?|editors?|newsroom|reporters?|writers?)"
        r"(?: (?:at|via|on) .{0,80})?|(?:contact|e-?mail|reach|write to) .{2,60} (?:at|on|via) "
        r"\S+@\S+|(?:send|submit) .{0,60}(?:letters?|tips?|feedback|comments|news|correction)s?\b"
        r".{0,40} to \S+@\S+|(?:got|have|do you have) an? (?:news |story )?(?:tip|story idea|"
        r"confidential tip)\b.{0,120}|report (?:a|an) (?:typo|error|mistake|correction|problem|"
        r"issue)\b.{0,60}|(?:send|give|leave)(?: us)? (?:your )?feedback|"
        r"(?:submit|suggest|request) a correction",
        "how to reach the editors",
    ),
    Rule(
        "contact-edge",
        "contact",
        r"[\w.+\-]{1,64}@[\w\-]{1,64}(?:\.[\w\-]{1,24}){1,4}|"
        r"(?:tel|phone|telephone|fax)\.? ?:? ?[\d ()+./\-]{6,40}|e-?mail ?:? ?\S{1,64}@\S{1,64}",
        "address or number by itself",
        place="edge",
        limit=100,
    ),
)

_METADATA: Final = (
    Rule(
        "reading-time",
        "metadata",
        r"\d{1,3}[ -]?(?:min(?:ute)?s?\.?)(?: read(?:ing)?(?: time)?)|"
        r"(?:estimated )?read(?:ing)?(?: time)? ?: ?(?:about )?\d{1,3} ?min(?:ute)?s?\.?|"
        r"lesezeit ?:? ?(?:ca\. )?\d{1,3} ?min(?:uten?|\.)?|"
        r"temps de lecture ?:? ?\d{1,3} ?min(?:utes?|\.)?|\d{1,3} min de lectura",
        "reading time",
    ),
)

BOILERPLATE_RULES: Final[tuple[Rule, ...]] = (
    *_CAPTCHA,
    *_ADVERTISEMENT,
    *_COOKIE,
    *_COMMENTS,
    *_NEWSLETTER,
    *_SUBSCRIPTION,
    *_SHARE,
    *_VOTING,
    *_MEDIA,
    *_PROMOTION,
    *_TAGS,
    *_CREDIT,
    *_COPYRIGHT,
    *_DISCLAIMER,
    *_CONTACT,
    *_METADATA,
    *_NAVIGATION,
)
