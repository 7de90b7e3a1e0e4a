"""What is a name after a title. Data only."""

from typing import Final

SURNAMES: Final = """
müller schmidt schneider fischer weber meyer meier wagner becker schulz hoffmann schäfer koch bauer
richter klein wolf schröder neumann schwarz zimmermann braun krüger hofmann hartmann lange werner
krause lehmann köhler maier huber schmid vogel peters fuchs keller
smith johnson williams brown jones davis miller wilson taylor anderson thomas jackson white harris
clark lewis walker robinson wright thompson evans roberts hughes edwards
martin bernard dubois durand moreau laurent lefebvre leroy roux morel fournier girard dupont
garcía fernández gonzález rodríguez lópez martínez sánchez pérez gómez hernández díaz álvarez romero
silva santos ferreira pereira oliveira costa rodrigues martins sousa almeida carvalho
rossi russo ferrari esposito bianchi romano colombo ricci marino greco gallo conti
jansen bakker visser meijer smit mulder bos vos peeters dekker brouwer
nowak kowalski kowalska wiśniewski wiśniewska wójcik kowalczyk kamiński kamińska lewandowski
schmitt jung hahn schubert schreiber ziegler kuhn pohl engel horn sauer arnold wolff pfeiffer jäger
roth beck lorenz baumann franke albrecht schuster simon ludwig böhm winter kraus schulte sommer graf
brandt haas heinrich seidel dietrich kühn busch bergmann voigt ott yılmaz yilmaz kaya demir çelik
öztürk aydin arslan novak horvat nguyen petrović hoxha moser gruber steiner pichler egger wimmer
leitner brunner frei meili gerber baumgartner moore lee hall allen young scott adams baker nelson
carter mitchell campbell murphy kelly byrne ryan sullivan o'brien o'connor o'neill murray stewart
reid fraser macdonald mcdonald graham hamilton patel khan singh ahmed ali hussain begum shah sharma
kumar okafor mensah morgan phillips parker collins bennett cooper richardson watson brooks griffiths
ellis petit robert richard michel garcia david bertrand vincent muller faure mercier boyer gauthier
perrin morin nicolas clement henry rousseau mathieu masson marchand duval denis dumont fontaine
lemaire dupuis benali diallo traoré haddad janssens maes claes wouters ruiz gutiérrez muñoz alonso
navarro torres domínguez vázquez ramos gil ramírez serrano blanco molina morales suárez ortega
delgado castro ortiz rubio marín sanz iglesias núñez medina garrido cortés castillo guerrero cruz
prieto méndez vargas rojas flores peña herrera aguilar mendoza quispe mamani gonçalves gomes lopes
marques alves ribeiro pinto teixeira moreira correia mendes nunes soares vieira monteiro cardoso
rocha neves coelho cunha pires reis simões antunes matos fonseca lima araújo barbosa barros
nascimento moura freitas batista dias campos melo bruno giordano rizzo lombardi moretti barbieri
fontana santoro mariani rinaldi caruso ferrara galli martini leone longo gentile martinelli vitale
lombardo serra coppola santis marchetti parisi villa conte ferraro ferri fabbri bianco marini grasso
valentini messina sala gatti pellegrini palumbo sanna farina pini neri vries berg dijk jong boer
groot hoekstra haan kok jacobs veen horst schouten willems hoeven kuiper verhoeven prins postma vink
molenaar wijk blom kramer hendriks huisman leeuwen beek scholten bosch maas driessen koster veenstra
kuipers smits hermans janssen kooij zieliński zielińska szymański szymańska woźniak kozłowski
kozłowska jankowski jankowska mazur wojciechowski wojciechowska kwiatkowski kwiatkowska krawczyk
kaczmarek piotrowski piotrowska grabowski grabowska zając pawłowski pawłowska michalski michalska
król wieczorek jabłoński jabłońska wróbel nowakowski nowakowska majewski majewska stępień malinowski
malinowska jaworski jaworska adamczyk dudek nowicki nowicka pawlak górski górska witkowski witkowska
walczak sikora baran rutkowski rutkowska michalak szewczyk ostrowski ostrowska tomaszewski
tomaszewska pietrzak duda zalewski zalewska wróblewski wróblewska
"""
"""Frequent surnames: after a title they are a name, "Danke Frau Weber"."""

SURNAME_ENDINGS: Final = ("mann", "meier", "meyer", "maier", "berger", "hofer", "bauer", "huber")
"""The word after a title is also a name with one of these: "Frau Kellermann"."""
MIN_BEFORE_ENDING: Final = 3

PARTICLES: Final = "de van der den ter ten von zu vom di da del della la du le el dos das do san o"
"""What can stand between a title and a surname: "mevrouw de Vries", "Frau von Berg"."""
