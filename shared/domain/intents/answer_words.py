"""What makes a reply an answer although it promises something, by language. Data only.

The rules for a phrase are those of `lexicon.py`. Lists without `|` are of single words.
"""

FIRST_PERSON = {
    "en": "we i we're i'm",
    "de": "wir ich uns mir",
    "fr": "nous je j on",
    "es": "nosotros yo estamos estoy",
    "pt": "nós eu estamos estou",
    "it": "noi io siamo",
    "nl": "we wij ik ons",
    "pl": "my nam jesteśmy jestem",
}
"""The brand itself."""

QUESTIONS = {
    "en": "where what whether if why how who which when",
    "de": "wo was ob warum weshalb wieso wie wer welche wann dass woran",
    "fr": "où si pourquoi comment qui quand que qu d'où",
    "es": "dónde qué si cómo quién cuándo que por",
    "pt": "onde que se porque como quem quando qual",
    "it": "dove cosa se perché come chi quando che quale",
    "nl": "waar wat of waarom hoe wie welke wanneer",
    "pl": "gdzie co czy dlaczego jak kto kiedy że czego",
}
"""What a clause begins with that says what the brand wants to know: "where it is"."""

SOURCES = {
    "en": """supplier suppliers manufacturer producer brand courier carrier airline hotel bank shop
        store branch warehouse depot restaurant partner partners customs brewery factory venue
        organiser host seller vendor provider insurer""",
    "de": """lieferant lieferanten hersteller kurier spediteur versanddienstleister paketdienst
        dienstleister fluggesellschaft airline hotel bank laden filiale markt lager zentrallager
        restaurant partner zoll fabrik veranstalter gastgeber verkäufer anbieter versicherung
        zusteller zustelldienst""",
    "fr": """fournisseur fournisseurs fabricant transporteur compagnie hôtel banque boutique magasin
        entrepôt dépôt restaurant partenaire partenaires douane usine organisateur hôte vendeur
        prestataire assureur livreur agence""",
    "es": """proveedor proveedores fabricante transportista mensajería aerolínea hotel banco tienda
        sucursal almacén restaurante socio aduana fábrica organizador anfitrión vendedor aseguradora
        agencia repartidor""",
    "pt": """fornecedor fornecedores fabricante transportadora companhia aérea hotel banco loja
        filial armazém depósito restaurante parceiro alfândega fábrica organizador anfitrião
        vendedor seguradora agência estafeta entregador""",
    "it": """fornitore fornitori produttore corriere compagnia hotel albergo banca negozio filiale
        punto vendita magazzino ristorante partner dogana fabbrica organizzatore venditore
        assicurazione agenzia""",
    "nl": """leverancier leveranciers fabrikant vervoerder bezorger bezorgdienst maatschappij hotel
        bank winkel filiaal magazijn depot restaurant partner douane fabriek organisator gastheer
        verkoper verzekeraar""",
    "pl": """dostawca dostawcy dostawcą dostawcę producent producenta producentem kurier kuriera
        kurierem przewoźnik przewoźnika przewoźnikiem linie linii hotel hotelu hotelem bank banku
        bankiem sklep sklepu sklepem sklepie oddział magazyn magazynu magazynem restauracji partner
        partnera celnym organizatora organizatorem sprzedawcy sprzedawcą""",
}
"""Whom the brand asks or waits for: who it is says nothing of the answer."""

BRANCHES = frozenset(
    {"shop", "store", "branch", "laden", "filiale", "markt", "boutique", "magasin", "agence"}
    | {"tienda", "sucursal", "loja", "filial", "negozio", "winkel", "filiaal", "sklepu"}
)
"""Those of SOURCES that may be the brand's own: their manager is one of the brand."""

VERDICTS = "yes no nope ja nein oui non sí sim não sì nee tak nie"
"""What begins an answer: "No, we do not ship there"."""

ARTICLES = {
    "en": "the a an your our this these there",
    "de": "der die das dein deine ihr ihre unser unsere dieser diese dieses",
    "fr": "le la les l un une votre vos notre nos ce cette ces",
    "es": "el la los las un una tu tus su sus nuestro nuestra este esta",
    "pt": "o a os as um uma seu sua nosso nossa este esta",
    "it": "il lo la i gli le l un una tuo tua suo sua nostro nostra questo questa",
    "nl": "de het een je uw ons onze dit deze",
    "pl": "ten ta to te nasz nasza nasze twój twoja twoje",
}
"""They begin a clause whose subject is a noun."""

BEING = {
    "en": "is are was were s",
    "de": "ist sind war waren",
    "fr": "est sont était",
    "es": "es son está están",
    "pt": "é são está estão foi",
    "it": "è sono era",
    "nl": "is zijn was",
    "pl": "jest są",
}
"""They say what the subject is."""

TROUBLES = {
    "en": """stuck late missing lost delayed overdue seems looks appears should yet still stopped
        showing moved""",
    "de": """noch immer hängt fest steckt verspätet verloren verschwunden überfällig scheint
        verschollen bewegt""",
    "fr": """encore toujours bloqué bloquée perdu perdue égaré égarée retard semble coincé
        coincée""",
    "es": """aún todavía parado parada atascado atascada perdido perdida retraso parece aparece
        sigue retenido retenida""",
    "pt": """ainda parado parada preso presa perdido perdida atraso atrasado atrasada parece
        consta retido retida""",
    "it": """ancora fermo ferma perso persa bloccato bloccata sembra risulta ritardo smarrito""",
    "nl": """nog steeds zoek kwijt vast vertraagd lijkt blijkt vertraging""",
    "pl": """jeszcze wciąż nadal utknęła utknął utknęło zaginęła zaginął zaginęło opóźniona
        opóźniony""",
}
"""What a customer reports of an order, so that it is no answer: "your parcel seems stuck"."""

NEGATORS = {
    "en": "not never cannot t wont cant dont",
    "de": "nicht nie niemals",
    "fr": "pas jamais",
    "es": "no nunca jamás",
    "pt": "não nunca jamais",
    "it": "non mai",
    "nl": "niet nooit",
    "pl": "nie nigdy",
}
"""They reverse a promise. The "t" is that of "won't"."""

CONDITIONS = {
    "en": """only if unless when because whenever every each all always applicants candidates
        winners subscribers entrants""",
    "de": """nur wenn falls weil jede jeden jedes alle immer einmal bewerber bewerberinnen
        gewinner kandidaten abonnenten teilnehmer""",
    "fr": """seulement si quand lorsque car parce chaque tous toutes candidats gagnants abonnés
        participants""",
    "es": """solo cuando porque cada todos todas candidatos ganadores suscriptores
        participantes""",
    "pt": """só quando porque cada todos todas candidatos vencedores ganhadores assinantes
        participantes""",
    "it": "solo quando perché ogni tutti tutte candidati vincitori abbonati partecipanti",
    "nl": """alleen als indien omdat elke alle kandidaten winnaars sollicitanten abonnees
        deelnemers""",
    "pl": """tylko jeśli kiedy ponieważ każdy każdą wszystkich kandydaci zwycięzcy zwycięzcami
        zwycięzcom uczestnicy kandydatom""",
}
"""They say when or for whom the brand does something: "we call you only if you win"."""

SOLVED = {
    "en": """waiting for you | fixed | resolved | sorted now | now sorted | refunded
        | refund was | refund is | refund has | reinstated | arrives | will arrive | arriving
        | dispatched | on its way | is due | we found | found your | turns out | the reason
        | it was | was caused | back online | back up | working again | cancelled | credited
        | replaced | replacement is | is confirmed | confirmed that | good news | unfortunately
        | the answer | opens at | closes at | call us | dm us | send us | please send
        | please dm | could you | can you | may we | please share | please provide
        | please confirm | please check | check with your | please try | try | kind words
        | kind message | lovely message | lovely words | so pleased | glad you
        | feedback to the team | your feedback | was paid | is paid | was found
        | has been found | sold out | is booked | can't change | cannot change | you can
        | is out of | has been fixed | been fixed | in stock | approved | rejected | declined
        | accepted | credit you | it ships | bring the | bring your | just bring | take it to
        | just show | put it | leave the | leave your | keep the | keep it | they paid
        | free of charge | is unlocked | has shipped | put one aside | offer of | granted
        | between ~ and | an offer | costs | is free | it's free | ships from | opens on
        | sold out for | out of stock | sold for | no longer | hold on to | hang on to
        | restart | reboot | switch it off | turn it off | unplug""",
    "de": """warten auf sie | warten auf dich | warten auf euch | behoben | gelöst | erledigt
        | erstattet | gutgeschrieben | storniert | ersetzt | unterwegs | kommt morgen
        | kommt heute | kommt am | wieder verfügbar | funktioniert wieder | wieder online
        | lag daran | grund dafür | gute nachrichten | leider | schick uns | schicken sie uns
        | schreib uns | schreiben sie uns | sende uns | kannst du uns | können sie uns
        | könntest du | könnten sie | bitte sende | bitte schick | versuch | versuche
        | versuchen sie | lob | nette worte | netten worte | lieben worte | schönes feedback
        | freut uns | freuen uns | vorbeischauen | schau gern vorbei | liegt in | abholen
        | abgeholt werden | nicht mehr ändern | läuft aus | werktage | haben ~ offen
        | auf dem konto | starte | geprüft dein | genehmigt | bewilligt | anerkannt | abgelehnt
        | angenommen | akzeptiert | bring einfach | bring bitte | bringen sie | bringt einfach
        | stell bitte | stellen sie | leg bitte | legen sie | lass bitte | werfen sie | wirf
        | direkt mit | läuft wieder | läuft alles wieder | ausverkauft | schreiben ~ gut
        | schicken dir | schicken ihnen | freigeschaltet | gewährt | stattgegeben
        | zwischen ~ und | rufen sie uns | ruf uns | ruft uns | liegt am | liegt an | kostet
        | kostenlos | gratis | öffnet | schließt | nicht mehr im sortiment | man kann
        | sie können | du kannst | ihr könnt | können sie ~ selbst | neu starten | startet neu
        | starten sie | aus und wieder ein""",
    "fr": """vous attendons | t'attendons | vous attend | résolu | réglé | corrigé | remboursé
        | remboursée | annulé | annulée | en route | arrivera | arrive demain | expédié
        | expédiée | remplacé | c'était dû | la raison | bonne nouvelle | malheureusement
        | envoyez nous | pouvez vous | pourriez vous | peux tu | merci de nous
        | merci d'envoyer | essayez | écrivez nous | contactez nous | beau retour
        | gentil message | gentils mots | compliments | ravis que | plaisir à lire | effectué
        | est ouvert | plus disponible | jours ouvrés | est arrivé | il suffit | il faut
        | est correcte | relancer | accepté | acceptée | approuvé | approuvée | validé
        | validée | refusé | refusée | rejetée | sont crédités | vous créditons | apportez
        | venez avec | collez | déposez | déposez le | gardez | laissez le | laissez la
        | remarche | est rétabli | est épuisé | est épuisée | vous envoyons | accordé
        | accordée | entre ~ et | délai est | délai de | appelez nous | appelez le
        | appelle nous | gratuit | gratuite | offerte | coûte | passe en machine | ouvre à
        | n'est plus | vous pouvez | on peut vous | tu peux | redémarre | redémarrez | rallumez
        | débranchez""",
    "es": """te esperamos | le esperamos | esperándote | resuelto | solucionado | arreglado
        | reembolsado | reembolsamos | devuelto | anulado | cancelado | en camino | llegará
        | llega mañana | enviado | sustituido | se debía | el motivo | buenas noticias
        | lamentablemente | por desgracia | envíanos | envíenos | puedes | podrías
        | puede enviarnos | escríbenos | escríbanos | intenta | prueba | inténtelo
        | tus palabras | sus palabras | tus bonitas palabras | nos alegra | qué alegría
        | se hizo | abre los | ya no se | llega | puedes cambiar | días laborables | aprobado
        | aprobada | aceptado | aceptada | rechazado | rechazada | denegada | te abonamos
        | le abonamos | abonado | trae el | traiga el | trae la | deja el | deja la | deje el
        | deje la | guarda el | pega la | te enviamos | le enviamos | está agotado
        | está agotada | vuelve el | concedido | concedida | entre ~ y | llámanos | llámenos
        | llame al | gratis | cuesta | se acabó | va en | se puede | puede usted | reinicia
        | reinicie | apaga y | vuelve a encender | desenchufa""",
    "pt": """esperamos por si | esperamos por você | à sua espera | resolvido | corrigido
        | reembolsado | reembolsámos | devolvido | cancelado | a caminho | vai chegar
        | chega amanhã | enviado | substituído | deveu se | o motivo | boas notícias
        | infelizmente | envie nos | envia nos | pode enviar | poderia | pode nos | escreva nos
        | tente | experimente | elogio | que bom ler | ficamos felizes | palavras carinhosas
        | foi feito | abre aos | esgotou | basta | chega | dias úteis | você consegue
        | chama a gente | aprovado | aprovada | aceite | aceita | aceito | recusado | recusada
        | rejeitada | creditámos | creditamos | creditado | traga | deixe | guarde | cole a
        | esgotado | enviamos lhe | já funciona | sai hoje | sai amanhã | concedido | concedida
        | entre ~ e | ligue para | liga para | ligue nos | grátis | custa | acabou | já não
        | você pode | podes | pode usar | pode ir | reinicia | reinicie | liga de novo
        | volta a ligar | desligue""",
    "it": """ti aspettiamo | la aspettiamo | vi aspettiamo | risolto | sistemato | corretto
        | rimborsato | rimborsata | annullato | annullata | in arrivo | arriverà
        | arriva domani | spedito | spedita | sostituito | era dovuto | il motivo
        | buone notizie | purtroppo | inviaci | ci invii | può inviarci | puoi inviarci
        | potresti | potrebbe | scrivici | ci scriva | prova | provi | belle parole
        | bel messaggio | complimenti | ci fa piacere | siamo felici | è stato | basta
        | è aperto | non è più | arriva | giorni lavorativi | puoi | approvato | approvata
        | accettato | accettata | respinto | respinta | rifiutata | accreditiamo | accreditato
        | porta lo | porti lo | porta il | porti il | lasci la | lascia la | lasci il
        | lascia il | tenga | incolli | esaurito | esaurita | funziona di nuovo | concesso
        | concessa | tra le ~ e | chiamaci | ci chiami | chiami il | chiami l'800 | gratis
        | gratuita | gratuito | costa | è finito | è finita | si può | si possono | può usare
        | può andare | riavvia | riavvii | si riaccende | riparte | spenga e""",
    "nl": """wachten op u | wachten op je | wachten op jou | bij je bank | bij uw bank
        | opgelost | verholpen | terugbetaald | gecrediteerd | geannuleerd | onderweg
        | komt morgen | komt vandaag | verzonden | vervangen | lag aan | kwam door | de reden
        | goed nieuws | helaas | stuur ons | stuur je | kun je | kunt u | kan je | wil je
        | zou je | probeer | schrijf ons | wat leuk | compliment | leuk om te horen
        | fijn om te horen | mooie woorden | is gisteren | uitverkocht | werkdagen
        | wordt morgen | zondag open | je kunt | goedgekeurd | toegekend | geaccepteerd
        | afgewezen | bijgeschreven | storten we | neem ~ mee | breng | zet de | zet het
        | leg de | plak | bewaar | hou de | is op | ligt klaar | sturen je | ingewilligd
        | tussen ~ en | bel ons | bel even | bel naar | bel 0800 | gratis | kost | ligt aan
        | niet meer | u kunt | je kan | jullie kunnen | herstart | herstarten | start opnieuw
        | zet hem uit""",
    "pl": """czekamy na pana | czekamy na panią | czekamy na ciebie | rozwiązane | rozwiązany
        | naprawione | naprawiony | zwróciliśmy | zwrócone | anulowane | anulowaliśmy
        | w drodze | dotrze | dotrą | wysłane | wysłaliśmy | wymienione | spowodowane | powodem
        | dobra wiadomość | niestety | prześlij | proszę przesłać | prosimy o przesłanie
        | czy możesz | czy może | napisz do nas | spróbuj | proszę spróbować | miłe słowa
        | miłych słów | pochwałę | cieszymy się | dobre słowo | został wysłany | jest czynny
        | dni robocze | można to | została usunięta | wystarczy | wycofany | zaakceptowana
        | zaakceptowany | zaakceptowaliśmy | uznana | uznaliśmy | odrzucona | odrzuciliśmy
        | zatwierdzona | zwracamy | przynieś | proszę zabrać | proszę przynieść
        | proszę zostawić | zostaw | nakleić | wyprzedany | wyprzedana | wysyłamy
        | czeka na panią | czeka na pana | przyjęta | przyjęty | przyznana | między ~ a
        | zadzwoń do | proszę zadzwonić | gratis | bezpłatnie | kosztuje | skończył | skończyła
        | już nie | można prać | można je | można go | można ją | możesz | może pan | może pani
        | mogą państwo | zrestartuj | uruchom ponownie | się zrestartuje | wyłącz i""",
}
"""Phrases of an answer, of a request that the customer must answer first, or of thanks for praise,
which is passed on, too."""
