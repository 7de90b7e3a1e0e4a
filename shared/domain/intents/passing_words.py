"""What is passed on or handled, and by whom, by language. Data only.

The rules for a phrase are those of `lexicon.py`, and the heads and tails are those of
`sign_words.py`. Lists without `|` are of single words.
"""

from shared.domain.intents.sign_words import Pair

PASSED_ON = {
    "en": """reached the right | reached us | reached our | received your | have your
        | has been received | passed this to | passed it to | passed it on | passed your
        | has been passed to | has been forwarded | forwarded your | been passed on | passed to
        | passed on to | passing your | forwarded to | forwarding your | sent over to
        | handed to | handed over to | have passed | ve passed | have forwarded | ve forwarded
        | was passed to | was forwarded to | been handed to | is with our | is now with
        | raised with | under review | under investigation | being worked on | in progress
        | in our queue | bumped it up | bumped this up | bumped up | sent to our | sent this to
        | sent it to | shared with our | shared this with | taken to our | one for our
        | passed them to | passed them on | got your""",
    "de": """eingegangen | angekommen | erhalten | liegt ~ bei | in den händen | weitergeleitet
        | weitergegeben | leiten es weiter | liegt bei der | liegt beim | in bearbeitung
        | wird bearbeitet | in prüfung | wird geprüft | geben das weiter | gebe das weiter
        | weitergereicht | übergeben | leite ~ weiter | leiten ~ weiter | gebe ~ weiter
        | geben ~ weiter | liegt jetzt bei | bei den kollegen | weiter gegeben | weiter geleitet
        | an den chef | auf dem tisch | vorgelegt | lege ~ vor | legen ~ vor | reiche ~ weiter
        | reichen ~ weiter | eskaliert | eskaliere | eskalieren | gemeldet | gebe ich ~ weiter
        | geben wir ~ weiter | leite ich ~ weiter | leiten wir ~ weiter | aufgenommen | erfasst""",
    "fr": """bien arrivé | bien reçu | bien parvenu | bien parvenue | bien arrivée | bien reçue
        | entre les mains | transmis à | transmis votre | transmettons votre | transmets votre
        | transmis au | transmise à | faisons suivre | fais suivre | entre les mains de
        | en cours de traitement | en cours d'étude | à l'étude | en cours d'analyse
        | je transmets | nous transmettons | transmets ~ demande | transmettons ~ demande
        | transmis | transmise | transmets | transmettons | fait suivre | remonté | remontée
        | remontons | confié | confiée | confions | confie | pris en charge | prise en charge
        | prise en compte | pris en compte | à l'équipe | escaladé | escaladée | au niveau
        | ouvert un ticket | ouvert un dossier | partagé | partagée | en cours de vérification""",
    "es": """nos ha llegado | hemos recibido | ha llegado | en manos de | está investigando
        | están investigando | está revisando | están revisando | hemos pasado
        | hemos trasladado | lo hemos derivado | hemos derivado | lo paso al equipo
        | lo paso al departamento | lo paso a un compañero | lo pasamos al equipo
        | lo pasamos al departamento | en manos del | lo elevamos | hemos elevado
        | lo trasladamos | he pasado | he trasladado | he derivado | he enviado | trasladado
        | derivado | remitido | ha sido trasladada | ha sido trasladado | elevamos | elevado
        | elevé | escalado | escalamos | escalé | pasado al | pasada al | se lo paso
        | se la paso | se lo pasamos | se la pasamos | lo paso | lo pasamos | reenviado
        | reenviamos | reenvío | en trámite | en proceso | en revisión | registrada | registrado
        | ya pasé | pasé tu | lo derivo | lo derivamos | traslado tu | trasladamos
        | cosa de nuestros | tema de nuestros""",
    "pt": """chegou até nós | recebemos | recebido | recebida | nas mãos | está a analisar
        | estão a analisar | está analisando | estão analisando | está a verificar
        | está verificando | encaminhei | encaminhamos | encaminhámos | reencaminhámos
        | foi encaminhada | foi encaminhado | foi reencaminhada | passei para a equipa
        | passei para a equipe | passamos para a | em análise | está com o setor
        | está com a equipe | está com a equipa | passei | passamos | passámos | encaminhado
        | encaminhada | reencaminhei | reencaminhamos | passei pro | passei para o
        | passei para eles | passei ao | passei à | já passei | passámos ao | passámos à
        | encaminhando | vou encaminhar | vamos encaminhar | reportámos | reportamos | reportei
        | escalei | escalámos | escalamos | levei à | levámos | vou passar | vamos passar
        | vou levar | vou mostrar | vou mostrá | partilhei | partilhámos | compartilhei
        | em tratamento | em processamento | em apuração | registado | registrado | registei
        | registrei""",
    "it": """ci è arrivato | ci è arrivata | abbiamo ricevuto | in mano | nelle mani
        | sta verificando | stanno verificando | se ne sta occupando | se ne stanno occupando
        | abbiamo inoltrato | ho inoltrato | abbiamo girato | ho girato | abbiamo passato
        | ho passato | in lavorazione | presa in carico | preso in carico
        | al reparto competente | segnalato al | inoltrato | inoltrata | girata | trasmesso
        | trasmessa | passata | segnalato ai | segnalato alla | segnalato all
        | è stato segnalato | è stata segnalata | è stata inoltrata | è stato inoltrato
        | è stata presa | è stata passata | è stato passato | è stata trasmessa
        | è stato trasmesso | è stata girata | la giriamo | lo giriamo | la giro | lo giro
        | giro la | giriamo la | inoltro | inoltriamo | la inoltro | la inoltriamo | passo la
        | passiamo la | la passo | la passiamo | sottopongo | sottoponiamo | le sottopongo
        | la sottopongo | al vaglio | in esame | in verifica | all'attenzione | trasmettiamo
        | trasmetto | preso nota | escalation | riferisco | riferiamo | in gestione""",
    "nl": """goed aangekomen | aangekomen | ontvangen | binnengekomen | in handen | doorgestuurd
        | doorgezet | doorgegeven | sturen het door | stuur het door | in behandeling
        | ligt bij de juiste | doorgespeeld | stuur ~ door | sturen ~ door | geef ~ door
        | geven ~ door | ligt bij | ligt nu bij | zet het door | zet dit door | zetten het door
        | zetten dit door | zet ik door | zetten we door | leg het voor | leg ze voor
        | leg dit voor | leggen het voor | leggen dit voor | voorgelegd | geëscaleerd | escaleer
        | escaleren | bij de juiste afdeling | naar de juiste | staat bij | bij ons binnen
        | geregistreerd | aangemeld | gemeld bij | speel ~ door | spelen ~ door | iets voor onze""",
    "pl": """dotarła | dotarło | otrzymaliśmy | wpłynęła | wpłynęło | w rękach | przekazaliśmy
        | przekazałem | przekazałam | przekazujemy | przekażemy | w trakcie rozpatrywania
        | w trakcie wyjaśniania | w trakcie realizacji zgłoszenia | trafiło do | trafiła do
        | przekazano | przekazany | przekazana | przekazane | została przekazana
        | zostało przekazane | trafił do | przekazuję | przekażę | przekazałyśmy
        | zgłoszenie przyjęte | przyjęliśmy zgłoszenie | przyjęto | przyjęłam | przyjąłem
        | eskaluję | eskalujemy | eskalowaliśmy | wyeskalowaliśmy | pokażę | pokażemy
        | przedstawię | przedstawimy | zarejestrowane | zarejestrowaliśmy | zarejestrowałam
        | w toku | w trakcie analizy | w trakcie weryfikacji | w analizie | w realizacji
        | do odpowiedniego | do właściwego | u specjalistów""",
}
"""Phrases that pass something on, or say where it lies: a promise where that is what the customer
asked (MATTERS), or where somebody of the brand has it (INSIDE) and it is nothing that is shipped or
paid (GOODS)."""

HANDLES: dict[str, tuple[Pair, ...]] = {
    "en": (
        ("will", "review | look at | look into | go through | examine | check"),
        ("gone", "to | straight to"),
        (
            "is | are | currently",
            """going through | going over | looking at | handling | dealing with | reviewing
            | investigating""",
        ),
        ("being | now being", "handled | reviewed | examined | looked at"),
    ),
    "de": (
        ("sieht | schaut | schauen | sehen", "sich"),
        ("ging | gingen", "an | direkt an"),
        (
            "bearbeitet | bearbeiten | sieht | prüft | prüfen | übernimmt | kümmert",
            "es | das | den | die | deine | deinen | ihre | ihren | sich",
        ),
        ("liegt", "~ bei"),
    ),
    "fr": (
        ("va", "~ lire | ~ examiner | ~ regarder | ~ étudier"),
        ("parti | partie", "chez | au | à"),
        ("s'en", "charge | chargent | occupe | occupent"),
        ("relit | examine | étudie | traite | analyse", "le | la | les | votre | l | vos"),
    ),
    "es": (
        ("revisará | verá | mirará | estudiará", "el | la | los | las | tu | su"),
        ("ha ido", "al | a | ~ a"),
        ("está | están", "revisando | tramitando | estudiando | gestionando | viendo"),
        ("repasa | revisa | tramita | gestiona | lo tiene", "el | la | tu | su | ahora | los"),
    ),
    "pt": (
        ("vai", "rever | ver | analisar | verificar"),
        ("seguiu", "para | ~ para"),
        ("está a | estão a", "tratar | rever | estudar | ver"),
        ("está | estão", "revendo | tratando | estudando | vendo | agora com"),
    ),
    "it": (
        ("leggerà | guarderà | esaminerà | guarda", "il | la | i | le"),
        ("è andato | è andata", "al | alla | ~ alla | ~ al"),
        ("se ne", "occupa | occupano"),
        ("rilegge | esamina | valuta | gestisce", "il | la | lo | tua | sua | le | i"),
        ("ora è | adesso è", "all | al | alla | in"),
    ),
    "nl": (
        ("is", "~ gegaan"),
        ("loopt | behandelt | bekijkt | behandelen | bekijken", "het | dit | je | uw | de"),
    ),
    "pl": (
        ("przejrzy | obejrzy | sprawdzi | zbada", "to | logi | film | dane | zdjęcia"),
        ("trafiło | trafiła", "~ do"),
        ("to | sprawę", "rozpatruje | wyjaśnia | sprawdza"),
        ("rozpatruje | przegląda | wyjaśnia", "to | twoją | pana | pani | sprawę"),
        ("jest", "to teraz | teraz w | w dziale"),
    ),
}
"""Somebody has it: a promise as in `holding_words.PASSED_ON`, if it is somebody of the brand."""

MATTERS = {
    "en": """request requests case complaint message enquiry inquiry issue problem question
        concern concerns feedback report query claim matter details comments photo photos
        picture pictures screenshot screenshots video""",
    "de": """anfrage anliegen fall beschwerde nachricht problem frage hinweis meldung
        reklamation rückmeldung ticket vorgang sachverhalt störung antrag foto fotos bild bilder
        video screenshot zuschrift""",
    "fr": """demande dossier réclamation message problème question signalement remarque
        remarques cas plainte requête ticket retour incident photo photos image images vidéo
          capture""",
    "es": """solicitud caso queja mensaje consulta problema pregunta reclamación incidencia aviso
        petición comentario comentarios foto fotos imagen imágenes vídeo captura reclamo""",
    "pt": """solicitação caso reclamação mensagem questão problema pergunta dúvida situação
        ocorrência assunto relato foto fotos imagem imagens vídeo ticket chamado""",
    "it": """richiesta caso reclamo messaggio segnalazione problema domanda questione pratica
        ticket foto immagine immagini video""",
    "nl": """aanvraag verzoek klacht bericht melding probleem vraag casus zaak opmerking ticket
        kwestie foto foto's afbeelding video vraagje""",
    "pl": """zgłoszenie zgłoszenia prośbę prośba sprawę sprawa reklamację reklamacja reklamacji
        wiadomość problem pytanie skargę skarga uwagi uwagę wniosek zdjęcia zdjęcie zdjęć film
        nagranie sugestię zapytanie""",
}
"""What a customer asks or reports: to pass it on is a promise."""

INSIDE = {
    "en": """head chief technician director desk accounts accounting billing legal officer chef
        shift team teams colleague colleagues department specialist specialists engineer
        engineers technicians developers manager supervisor support experts staff office finance
        sales product quality logistics crew boss tech devs dev pharmacist pharmacists buyer
        buyers kitchen workshop management""",
    "de": """leiter leiterin filialleitung marktleitung sicherheitsteam rechtsabteilung
        buchhaltung beschwerdestelle nachtschicht küche team kollege kollegen kollegin
        kolleginnen abteilung fachabteilung spezialisten technik techniker technikern entwickler
        experten kundendienst support teamleitung leitung koch köchin küchenchef werkstatt
        fachleute profi profis geschäftsleitung chef chefin apotheker einkauf vertrieb kollegium
        produktteam mitarbeiter mitarbeiterin""",
    "fr": """directrice directeur technicien cheffe chef comptabilité juridique cellule
        conseiller conseillère équipe équipes collègue collègues service services département
        spécialistes experts techniciens technique responsable responsables atelier direction
        cuisine comptable gérant gérante pharmaciens pharmacien commerciaux technicienne
        informaticiens""",
    "es": """jefa jefe directora director contabilidad oficina jurídico turno equipo equipos
        compañero compañera compañeros compañeras departamento especialistas técnicos técnico
        expertos responsable responsables área financiero cocina taller dirección gerente
        gerencia farmacéuticos encargado encargada logística calidad ventas""",
    "pt": """chefe diretora diretor contabilidade gabinete jurídico turno equipa equipe equipas
        equipes colega colegas departamento setor time especialistas técnicos técnica
        responsável área financeiro pessoal cozinha chef gerência gerente farmacêuticos oficina
        logística qualidade direção turma""",
    "it": """direttrice direttore capo contabilità amministrazione legale turno responsabile
        team collega colleghi reparto ufficio specialisti tecnici tecnico esperti cucina
        direzione officina meccanico chef farmacisti logistica qualità gestore""",
    "nl": """hoofd chef technicus directeur boekhouding administratie klachtenbureau juristen
        leidinggevende ploeg team collega collega's afdeling specialisten specialist technici
        techneuten techniek experts ontwikkelaars kok werkplaats directie apothekers
        winkelmanager manager logistiek kwaliteit monteurs""",
    "pl": """kierowniczka kierowniczki kierowniczce technik dyrektor dyrektora księgowość
        księgowości biuro dziale zmianę koleżanka zespół zespołu zespołowi zespole zespołem
        dział działu działowi kolegom kolegów koleżance koledze specjalistom specjalistów
        specjaliści technikom ekspertom kierownika kierownikowi kuchni warsztat warsztatu
        szefowa szefowej szefowi kierowniczką kierownikiem farmaceuci farmaceutów logistyki
        jakości serwis serwisu technicy""",
}
"""Who of the brand can have it."""

INSIDE_ENDINGS = (
    *("team", "abteilung", "leitung", "technik", "techniker", "technikern", "experten", "experte"),
    *("spezialisten", "kollegen", "kollege", "kollegin", "chef", "chefin", "entwicklung"),
    *("afdeling", "manager", "specialist", "leider", "medewerker", "beheerder", "dienst"),
)
"""With one of these, a German or Dutch word is for somebody of the brand, too."""

GOODS = {
    "en": """order orders parcel parcels package packages refund refunds payment payments invoice
        money item items delivery shipment letter card deposit booking""",
    "de": """bestellung paket pakete sendung erstattung rückerstattung zahlung rechnung geld
        lieferung ware brief karte betrag buchung lampe""",
    "fr": """commande colis remboursement paiement facture argent livraison article lettre carte
        montant réservation""",
    "es": """pedido pedidos paquete reembolso pago factura dinero envío artículo carta tarjeta
        importe reserva cargo cita""",
    "pt": """encomenda encomendas pacote reembolso pagamento fatura dinheiro entrega artigo
        carta cartão valor reserva visita""",
    "it": """ordine pacco rimborso pagamento fattura soldi spedizione articolo lettera carta
        importo prenotazione visita""",
    "nl": """bestelling pakket pakje terugbetaling betaling factuur geld zending levering artikel
        brief kaart bedrag boeking""",
    "pl": """zamówienie paczka paczkę zwrot płatność fakturę pieniądze przesyłka przesyłkę
        dostawę list kartę kwotę rezerwację""",
}
"""What is shipped or paid: that somebody of the brand has it answers where it is."""
