"""Reported speech: a sentence that says who said it is no boilerplate, whatever its first words."""

import re
from typing import Final

_VERBS: Final = (
    "said|says|say|told|tells|asked|asks|replied|replies|answered|wrote|writes|added|adds|thought|"
    "cried|shouted|laughed|warned|warns|"
    "sagt|sagte|sagten|fragt|fragte|rief|ruft|meint|meinte|schrieb|schreibt|antwortete|hieß|"
    "dit|disait|dirent|demande|demanda|répond|répondit|écrit|ajoute|cria|lança|"
    "dice|dijo|dicen|decía|pregunta|preguntó|responde|respondió|escribió|añadió|añade|gritó|"
    "diz|disse|dizia|pergunta|perguntou|respondeu|escreveu|gritou|"
    "disse|dicono|diceva|chiese|chiede|risponde|rispose|scrive|scrisse|aggiunge|gridò|"
    "zei|zegt|zeiden|vroeg|vraagt|riep|roept|schreef|schrijft|antwoordde|"
    "powiedział|powiedziała|mówi|mówił|mówiła|pyta|zapytał|zapytała|napisał|odpowiedział|krzyknął|"
    "сказал|сказала|сказали|говорит|говорил|говорила|спросил|спросила|ответил|ответила|крикнул|"
    "добавил|добавила|добавляют|написал|написала|сказав|сказала|каже|говорить|запитав|запитала|"
    "відповів|відповіла|написав|написала|вигукнув|"
    "dedi|diyor|diye|sordu|cevapladı|yazdı|bağırdı|"
    "قال|قالت|يقول|تقول|سأل|سألت|كتب|أجاب|صاح|אמר|אמרה|אומר|אומרת|שאל|שאלה|כתב|ענה|קרא|"
    "कहा|कहते|कहती|पूछा|लिखा|बोला|बोली|বলল|বললেন|বলেন|বলে|লিখেছেন|জিজ্ঞেস|"
    "nói|hỏi|viết|đáp|kata|ujar|tanya|tulis|ucap|jawab|tutur|"
    "sade|säger|sa|frågade|frågar|skrev|skriver|ropade|svarade"
)
_TAG: Final = re.compile(
    rf"[,،»”\"'!?:—–-]\s*(?:\w+\s+){{0,2}}(?:{_VERBS})\b|"
    rf"\b(?:{_VERBS})\s*(?:[,.،।]|\w+[.।]$|(?:\w+\s+){{0,3}}\w+[.।]$)",
    re.IGNORECASE,
)
_TAG_WIDE: Final = re.compile("[说說道问問写寫][，。]|と(?:言|書|話|述|尋)|(?:말했|물었|썼|답했)")


def is_reported(text: str) -> bool:
    """Whether a sentence names its speaker: "…, said the guide", „… “, sagte sie."""
    return bool(_TAG.search(text) or _TAG_WIDE.search(text))
