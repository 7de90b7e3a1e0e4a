"""The phrases of a brand's questions, by language. Data only.

`a/b` stands for either word (a line can end after the slash), `~` for up to `MAX_GAP_WORDS` words,
and `^` for the start of a sentence.
"""

from typing import Final

MAX_GAP_WORDS: Final = 6

OFFERS: Final = {
    "en": """anything/something else | any other | any/some further | any more questions
        | further/more questions/help/assistance | else we/i can | be of help/assistance
        | know if we/i can ~ help/assist | did/has that/this/it help/helped
        | was that/this/it helpful""",
    "de": """sonst noch | noch etwas/was | weitere/noch/andere fragen | weitere/noch eine frage
        | weiter/weiterhin helfen | weiterhelfen | noch helfen
        | hat das geholfen
        | hat dir/ihnen/euch das geholfen""",
    "fr": """autre/autres chose/question/questions | d'autres | autrement vous/t aider
        | encore vous/t aider""",
    "es": """algo más | alguna/ninguna otra | otra/otras cosa/pregunta/preguntas/duda/dudas
        | más preguntas/dudas/ayuda | te/le/os ha ayudado""",
    "pt": """mais alguma/algum/dúvidas/perguntas/ajuda | algo/nada mais
        | outra/outras/alguma dúvida/dúvidas/coisa/questão/questões/pergunta/perguntas""",
    "it": """qualcos'altro | altro | altra/altre/ulteriori domanda/domande/dubbi/richieste""",
    "nl": """nog ergens/iets/verder mee | nog ergens
        | nog iets | nog/andere/verdere vragen/vraag | verder/anders nog | verder helpen
        | iets anders | heeft dat/dit/het geholpen""",
    "pl": """jeszcze jakieś pytania/pytanie
        | coś jeszcze | jeszcze coś/czymś | czymś jeszcze | jeszcze/inne/dodatkowe pytania
        | jeszcze pomóc | dalsze pytania | jeszcze ~ pomóc/pomogę | czegoś jeszcze
        | jeszcze czegoś""",
}
"""Offers of more help, and whether it helped. "Ok" after one needs no answer: "Anything else?"."""

OR: Final = {
    "en": "or",
    "de": "oder",
    "fr": "ou",
    "es": "o",
    "pt": "ou",
    "it": "o | oppure | ovvero",
    "nl": "of",
    "pl": "albo | lub | czy",
}
"""Words between two parts of a question, each of which can ask."""

OPENERS: Final = {
    "en": """^ shall/should/may/can we/i | ^ would you like/prefer/be | ^ do you want/agree/accept
        | ^ are you ok/okay/happy/fine | ^ is that/this/it ok/okay/fine/alright/correct
        | ^ does that/this work/suit""",
    "de": """^ ist das ~ in ordnung
        | ^ soll/sollen/darf/dürfen/können/kann wir/ich
        | ^ möchtest/möchten/willst/wollen/hättest/hätten du/sie | ^ bist/sind du/sie einverstanden
        | ^ ist das ok/okay/recht | ^ passt das/dir/ihnen""",
    "fr": """^ voulez/souhaitez/acceptez vous | ^ veux/souhaites/acceptes tu
        | ^ pouvons/devons nous | ^ dois/puis je | ^ êtes vous d'accord | ^ es tu d'accord
        | ^ est ce que""",
    "es": """^ quieres/quiere/queréis/deseas/desea que | ^ te/le/os parece bien""",
    "pt": """^ quer/queres/deseja/prefere que | ^ concorda com""",
    "it": """^ vuoi/vuole/volete/preferisce che | ^ va bene se | ^ le/ti va bene""",
    "nl": """^ zullen/mogen/moeten/kunnen we | ^ zal/mag/moet/kan ik | ^ wil/wilt je/u dat
        | ^ ga/gaat je/u akkoord""",
    "pl": """^ czy | ^ chcesz ~ żebyśmy | ^ zgadza się pan/pani""",
}
"""What a question begins with. It asks also where the mark is missing, and after a comma also where
the sentence has an offer."""

REQUESTS: Final = {
    "en": """please/kindly/just ~ confirm | confirm please/if/whether | ^ confirm
        | can/could/would you ~ confirm | need you to confirm | go ahead from you
        | need/await/awaiting your ~ ok/okay/confirmation/approval/consent/permission
        | waiting/wait for your ~ ok/okay/confirmation/approval/consent/permission/decision/answer
        | give/send us/me ~ ok/okay/confirmation/approval/permission/ahead | your go ahead
        | reply/respond/answer/text/write ~ yes/ok/okay | reply/text/write cancel
        | just/please say yes/ok/okay/so | say the word | let us/me know whether/which
        | let us/me know if we/i should/may/can/could
        | let us/me know if you want/agree/accept/prefer/wish/would
        | let us/me know if you d/re like/prefer/happy/ok/okay/fine
        | let us/me know if you are happy/ok/okay/fine
        | let us/me know if that/this/it works/suits/sounds | let us/me know if that/this/
        it is ok/okay/fine
        | let us/me know if that/this/it s ok/okay/fine | tell us/me whether
        | tell us/me if you/we want/agree/prefer/accept/would/should/may/can | if you agree/accept
        | if you are happy/okay/ok/fine with | if you re happy/okay/ok/fine with
        | wondering whether/if | happy for us to
        | let us/me know what size/colour/color/day/time/date/option/one | tell us/me which
        | tell us/me what size/colour/color/day/time/date/option""",
    "de": """sag/sagt einfach/kurz ~ ja/ok | wenn du/ihr ~ einverstanden | wenn sie ~ einverstanden
        | bitte ~ bestätige/bestätigen/bestätigt | bestätige/bestätigen/bestätigt ~ bitte
        | ^ bestätige/bestätigen/bestätigt | bestätigst du | bestätigt ihr
        | bitte/bitten ~ um ~ bestätigung/zustimmung/freigabe/rückmeldung
        | um ~ kurze/deine/ihre/eure bestätigung/zustimmung/freigabe
        | brauche/brauchen/benötige/benötigen/erbitten ~ bestätigung/zustimmung/einverständnis/ok/
        okay/freigabe
        | warte/warten ~ auf ~ deine/ihre/eure/dein/ihr/euer bestätigung/zustimmung/freigabe/
        entscheidung/antwort/ok/okay
        | gib/gebt ~ bescheid ob | geben sie ~ bescheid ob | sag/sagt uns/mir ~ ob
        | sagen sie uns/mir ~ ob | teil/teile/teilt uns/mir ~ mit ob | teilen sie ~ mit ob
        | lass/lasst uns/mich ~ wissen ob | lassen sie uns/mich ~ wissen ob
        | antworte/antworten/antwortet ~ ja/ok/okay/nein
        | schreib/schreibe/schreibt ~ ja/ok/okay/nein | schreiben sie ~ ja/ok/okay/nein
        | gib/gebt ~ grünes licht | geben sie ~ grünes licht | gib/gebt ~ ok/okay
        | sag/sagt/schreib/schreibt uns/mir ~ welche/welcher/welches/welchen/welchem
        | sagen/schreiben/teilen sie uns/mir ~ welche/welcher/welches/welchen/welchem
        | teil/teile/teilt uns/mir ~ welche/welcher/welches/welchen/welchem
        | gib/gebt ~ bescheid welche/welcher/welches/welchen/welchem
        | lass/lasst/lassen ~ wissen welche/welcher/welches/welchen/welchem""",
    "fr": """nous/moi si on/nous peut/pouvons | si vous êtes ~ d'accord | si tu es ~ d'accord
        | si cela vous convient
        | merci de ~ confirmer | veuillez ~ confirmer | ^ confirmez/confirme
        | confirmez/confirme ~ svp/plaît | confirmez/confirme nous/moi
        | pouvez/pourriez vous ~ confirmer | peux/pourrais tu ~ confirmer | faudrait ~ confirmer
        | répondez/réponds/répondre ~ oui/ok
        | dites/dis/indiquez/indique nous/moi si ~ voulez/veux/souhaitez/souhaites/préférez/
        préfères/acceptez/acceptes/pouvons/devons/convient/accord
        | faites/fais nous/moi savoir si ~ voulez/veux/souhaitez/souhaites/préférez/préfères/
        acceptez/acceptes/pouvons/devons/convient/accord
        | besoin de ~ votre/ton/ta accord/confirmation/autorisation/feu
        | attendons/attends/attente ~ votre/ton/ta accord/confirmation/feu/autorisation/réponse
        | donnez/donne nous/moi ~ feu/accord | il nous/me faut ~ votre/ton/ta accord/
        confirmation
        | dites/dis/indiquez/indique/précisez/précise nous/moi ~ quel/quelle/quels/quelles/
        lequel/laquelle
        | faites/fais nous/moi savoir ~ quel/quelle/quels/quelles/lequel/laquelle""",
    "es": """si estás/está ~ de acuerdo | si te/le parece bien
        | favor ~ confirma/confirme/confirmad/confirmar/confirmes
        | confirma/confirme/confirmad ~ favor | ^ confirma/confirme/confirmad
        | confírmanos | confírmenos | confírmame | confírmeme | confírmalo | confírmelo
        | nos/me confirmas/confirme/confirmes
        | puedes/puede/podrías/podría ~ confirmar/confirmarnos/confirmarme/confirmarlo
        | responde/responda/contesta/conteste/escribe/escriba sí/ok/vale
        | responde/responda/contesta/conteste/escribe/escriba con/un sí/ok/vale
        | responde/responda/contesta/conteste/escribe/escriba con un sí/ok/vale
        | dinos/díganos/dime/dígame/avísanos/avísenos/indícanos/indíquenos si ~ quieres/quiere/
        prefieres/prefiere/podemos/debemos/procedemos/parece/acuerdo/acepta/aceptas/deseas/desea
        | haznos/háganos saber si ~ quieres/quiere/prefieres/prefiere/podemos/debemos/procedemos/
        parece/acuerdo/acepta/aceptas/deseas/desea
        | necesitamos/necesito/esperamos/espero/espera ~ tu/su/vuestra/vuestro confirmación/
        aprobación/autorización/visto/ok/consentimiento/respuesta
        | dinos/díganos/dime/dígame/indícanos/indíquenos/avísanos qué/cuál
        | haznos/háganos saber qué/cuál | dinos/díganos/indícanos/indíquenos en/a qué/cuál""",
    "pt": """responder/responde/responda com um sim/ok | se concordar/concordares/concorda
        | se estiver ~ de acordo
        | favor ~ confirme/confirmem/confirma/confirmar | confirme/confirma/confirmem ~ favor
        | ^ confirme/confirmem/confirma | confirme/confirma nos | nos confirme/confirmas
        | pode/podes/poderia/podia ~ confirmar | responda/responde/respondam/escreva ~ sim/ok
        | diga/diz/digam/avise/avisa nos ~ se ~ quer/queres/prefere/podemos/devemos/aceita/
        concorda/deseja
        | nos diga/avise ~ se ~ quer/prefere/podemos/devemos/aceita/concorda/deseja
        | precisamos/preciso/aguardamos/aguardo/esperamos/aguardar ~ sua/tua/vossa/seu/
        teu confirmação/autorização/aprovação/ok/consentimento/resposta
        | diga/diz/digam/indique/indica/informe/avise nos ~ qual/quais
        | diga/diz/digam/indique/indica/informe/avise nos ~ que cor/tamanho/dia/hora/data/modelo/
        opção
        | nos diga/informe/indique ~ qual/quais""",
    "it": """se è/sei ~ d'accordo | se va bene per/a lei/te/voi
        | favore ~ conferma/confermi/confermare/confermaci/confermate
        | conferma/confermi/confermate/confermaci ~ favore
        | ^ conferma/confermi/confermate | ci/mi confermi/confermate | confermaci | confermami
        | può/puoi/potrebbe/potresti ~ confermare/confermarci/confermarmi
        | rispondi/risponda/rispondere/rispondete/scrivi/scriva sì/ok
        | rispondi/risponda/rispondere/rispondete/scrivi/scriva con/un sì/ok
        | rispondi/risponda/rispondere/rispondete/scrivi/scriva con un sì/ok
        | facci/fateci/fammi sapere ~ se ~ vuoi/vuole/volete/possiamo/dobbiamo/preferisci/
        preferisce/bene/accordo/accetta/accetti/desidera
        | ci faccia sapere ~ se ~ vuole/possiamo/dobbiamo/preferisce/bene/accordo/accetta/desidera
        | dicci/diteci/dimmi se ~ vuoi/vuole/volete/possiamo/dobbiamo/preferisci/preferisce/bene/
        accordo/accetta/accetti/desidera
        | ci/mi dica se ~ vuole/possiamo/dobbiamo/preferisce/bene/accordo/accetta/desidera
        | attendiamo/attendo/attesa/aspettiamo/serve/bisogno/necessaria ~ tua/sua/vostra/tuo/
        suo conferma/autorizzazione/ok/consenso/risposta | facci/fateci/fammi sapere ~ quale/quali
        | dicci/diteci/dimmi/indicaci ~ quale/quali | ci/mi dica/indichi ~ quale/quali
        | ci faccia sapere ~ quale/quali
        | facci/fateci/dicci/diteci sapere ~ che taglia/colore/giorno/modello""",
    "nl": """als je/u ~ akkoord | als dat/dit ~ akkoord
        | graag/gelieve ~ bevestigen/bevestiging/akkoord | ^ bevestig
        | bevestig/bevestigt ~ graag/even/aub/svp/alsjeblieft/alstublieft/dat
        | wil/wilt/kun/kunt/kan/zou je/u ~ bevestigen
        | antwoord/reageer/stuur/schrijf/zeg ~ ja/ok/oké/nee/akkoord
        | laat ons/me/mij/even ~ weten of | laat het ons/me/mij/even ~ weten of
        | ^ laat ~ weten of | geef ons/me/even ~ aan of | ^ geef ~ aan of | vertel ons ~ of
        | wachten/wacht ~ op ~ je/jouw/uw bevestiging/akkoord/toestemming/antwoord
        | hebben/heb ~ je/jouw/uw akkoord/bevestiging/toestemming | horen/hoor ~ graag ~ of
        | laat ~ weten welke/welk | geef ~ aan welke/welk | vertel ons ~ welke/welk
        | zeg ~ welke/welk""",
    "pl": """jeśli ~ zgadza/zgadzasz | jeżeli ~ zgadza/zgadzasz
        | proszę/prosimy ~ potwierdzić/potwierdzenie/zgodę/decyzję | potwierdź | potwierdźcie
        | niech pan/pani ~ potwierdzi
        | odpowiedz/odpisz/napisz/odpisać/odpowiedzieć/napisać ~ tak/ok
        | daj/dajcie/dać znać ~ czy | napisz/powiedz/napisać ~ czy
        | proszę/prosimy ~ informację ~ czy
        | czekamy/czekam ~ na ~ twoją/twoje/pana/pani/państwa potwierdzenie/zgodę/decyzję/odpowiedź
        | potrzebujemy/potrzebuję ~ zgody/potwierdzenia/decyzji
        | daj/dajcie/dać znać ~ który/która/które/którą/jaki/jaka/jakie/jaką
        | napisz/powiedz/napisać/podać/wskazać ~ który/która/które/którą/jaki/jaka/jakie/jaką
        | proszę/prosimy ~ informację ~ który/która/które/jaki/jaka/jakie""",
}
"""What asks without a question mark: for a confirmation, a yes, or a decision. Not "we will let you
know whether", which promises, nor "let us know if it happens again"."""
