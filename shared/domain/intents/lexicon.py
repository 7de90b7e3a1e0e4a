"""The word lists of the classifier, one `Words` for each language. Data only, meant to be edited.

Every field is a list of phrases, separated by `|`. The rules for a phrase:

- Case, accents and apostrophes do not matter: "où", "ou" and "OÙ" are the same word, and "don't"
  also matches "dont". ß is ss, ł is l.
- `~` stands for up to three words: "funktioniert ~ nicht" matches "funktioniert leider immer noch
  nicht". Exactly one word follows it.
- The longest phrase wins, and its words are not matched again. This allows exceptions: "no problem"
  is `neutral`, so the "problem" in it is not a complaint.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The lists of one language. The last six are for replies, the others for customers."""

    common: str
    """Frequent small words. They show the language, and say nothing in a reply."""
    openers: str
    """Words that can come before a question: "hi", "and", "please"."""
    negators: str
    """Reverse a `good` or `bad` word among the next four words."""
    ask: str
    """A question or a request at the start of a clause: "how do i"."""
    help: str
    """A question or a request anywhere: "need help"."""
    fault: str
    """Something does not work. It is both `help` and `complaint`: "is broken"."""
    gripe: str
    """A complaint, even after a negation: "still waiting"."""
    bad: str
    """A complaint unless negated: "slow"."""
    praise: str
    """Praise, even after a negation: "keep up the good work"."""
    good: str
    """Praise, unless negated (then a complaint), in a question or before a bad word: "great"."""
    sharing: str
    """The customer shows or reports something: "just got my"."""
    neutral: str
    """No intent, although words in it have one elsewhere: "good morning"."""
    thanks: str
    """Courtesies: thanks, acknowledgements and farewells. `courtesy_words.py` and
    `thanked_words.py` have what goes with them. Left out are words such as "done" and "listo",
    which can report what the brand asked for."""

    channels: str
    """A place to which a reply sends the customer: "dm", "customer service"."""
    send: str
    """An invitation, if a channel is in the same sentence: "send us"."""
    move: str
    """An invitation by itself: "dm us"."""
    option: str
    """Makes a later invitation in the sentence an extra: "or", "if you need"."""
    more: str
    """The same for an earlier one, too, since it is about something else: "further questions"."""
    answers: str
    """An answer, so that the reply is more than an invitation: "we have refunded"."""
    padding: str
    """Politeness, and what the customer should send. Not an answer."""


ANY_THANKS = (
    "tks | thks | "
    "ok | okay | okey | okey dokey | oki | okidoki | oke | thanks | thank you | thankyou"
    " | thx | tnx | thnx | ty | tysm | merci | danke | gracias | grazie | obrigado | bye | bye bye"
    " | super | perfect | top | cool"
)
"""Courtesies that people write in every language. They do not show the language."""

ANY_FILLERS = "o | hi | hello | hey | x | xx | xoxo | wow | oh | ah | aha"

NEGATIVE_EMOJI = "😡🤬😠👎💩🤮🤢😤🖕😒🙄😞😟🙁☹😣😖😫😩😾🤦😑😭😢💔🤡"
"""Complaints. 😭 and 💔 can also be joy: at worst, a person reads one courtesy too many."""

ASKING_EMOJI = "❓❔🤔🆘🤷"

NAMES = """
ada adam adamie adrian agata agato agnieszka ahmed ahmet aidan aileen aisha alan alba albert
alejandra alejandro aleksandra aleksandro alessandra alessandro alessia alex alexander alexandra
alice alicia alicja alina amanda amelie amina amira amy ana anabel anders andrea andreas andres
andrew andrzej angela angelika angelo ania aniela anita aniu anja anna anne anouk antek antje
antoine antonia antonio apolonia arek arjan arnaud arthur astrid aurelie aurelien ayse barbara
bartek basia basiu bea beatriz ben benjamin bernadette bernd berta bia bianka birgit blanka boris
bram brigitte britta bruna bruno callum camila camille carl carla carlos carmen carol caroline
carsten catarina cecilia cedric celina celine chantal charlotte chiara chloe chris christian
christina christine christoph ciara claire clara claudia claudio conor corinna cristina cyril daan
dagmar damian damien dani daniel daniela danilo danuta darek dario darku david davide dawid debora
denise diana diego dieter dilan dimitri dirk dominik dorien dorota doroto dylan edu eduardo edward
edyta elena eleonora elisa elise eliza elizabeth ella ellen emanuele emil emilia emilie emily emine
emma emmanuel emre enrico enzo erik erika ernst esteban estelle esther eugenia eva ewa ewelina
ewelino ewo fabian fabio fatima fatma federica felix femke fernanda fernando filip filipe fiona
florian francesca francesco francisca francisco francois frank franziska fred freya gabriel gabriela
gabriele gareth gemma george gerard gerd gianluca gianni gilles giorgia giovanni giulia giuseppe
giuseppina gosia gosiu greg gregor grzegorz grzegorzu guido guillaume gunter gustavo hamza hanka
hannah hans harriet harry heidi heike heiko heinz helen helena helga hendrik henk henrique henry
henryk herve hilde holger hubert hugo ibrahim ignacio igor ilaria ilona imran ines inga inge ingrid
irene iris isabel isabella isabelle ivan iwona iwono jacek jack jacku jacob jacqueline jaime jakub
james jan jana jane janie janine jannik jarek jaroslaw jasmin jason javi javier jean jeff jelle
jennifer jenny jens jeroen jerome jerzy jessica joachim joana joanna joanne joanno joao joel
johannes john jolanto jonas joost jorge joris jose josef josh juan judith julia julian julie
juliette jurek jurgen justyna justyno kacper kai kamil kamila kamilo karen karim karin karl karol
karolina karolino kasia kasiu kasper katarzyna katarzyno kate katharina kathrin katie katja katrin
kerstin kevin kieran kim kinga kirsten klara koen krystyna krzysiu krzysztof krzysztofie kuba lara
larissa lars laura laure lea leandro lech leila lena leon leonardo leonie liam lieke linda lisa
lisbeth loic lorenzo lothar lotte louis louise luca lucas lucia luciana lucie ludovic luigi luis
luisa luiza lukas lukasz lukaszu lydia maarten maciej madeleine magda magdalena magdaleno magdo
maike maja malgorzata malgosiu manfred manon manuel manuela marcel marcela marcelo marcin marcinie
marco marek margaret margarida margit maria marian mariana marie mario mariola mariusz marjan marku
marlene marlies marta martin martina marto mateo mateus mateusz mateuszu mathieu mathilde matilda
matt matteo matthias maureen mauricio maurizio max maxime maya megan mehmet melanie melissa michael
michaela michal michale michel michele miguel mihai mike mikolaj milan milena mirek miriam miroslaw
mohamed mohammed monika moniko monique morgane moritz mustafa nadia nadine nadja natalia natalie
natalio natasha nathalie nathan niamh nick nico nicolas nicole niels nikola nikolas nils nina noah
nora norbert nuria odile ola olaf olena olga oliver olivia olu orla oskar owen pablo paolo pascal
pascale pascual pat patricia patrick patrycja patrycjo patryk paul paula pauliina pauline paulo
pawel pawle pedro peter petra philipp philippa philippe pierre piet pim piotr piotrku piotrze
priscila priya quentin rachel radek radku rafa rafael rafal rafale rainer raj ralf ramona raquel
rebecca reinhard renata renate renato reza rhys ricardo riccardo richard rita rob robercie robert
roberto robin rodrigo roel romain roman ronald rosalie ruben rute ruth ruud ryan sabina sabine
sabrina sacha sam samantha samira samuel sander sandra sanjay sanne sara sarah saskia sebastiaan
sebastian sebastien selma serena sergi sergio sergiusz shannon sharon silke silvia simon simone
siobhan sjoerd slawek sofia sofie sonia sonja sophia sophie stefan stefanie steffen steffi stephane
stephanie steve steven stijn susan susana susanna susanne sven svenja swantje sybille sylvie sylwia
sylwio tadeusz tamara tanja tatiana teresa teun theo theresa thiago thierry thijs thomas tiago tilda
tim tina tineke tobias tom tomas tomasz tomaszu tomek tomku torsten tove ulla ulli ulrike ursula
urszula uwe valentina valeria vanesa vanessa vera veronica veronika vicky victor victoria viktor
vincent vincenzo vito volker waldemar walter wanda wendy werner wesley wiebke wieslaw wiktor wim
witold wojtek wojtku xavier yannick yara yasmin yusuf yvette yvonne zahra zbigniew zdzislaw zeynep
zoe zofia zosia zosiu zuzanna zuziu
"""
"""First names, so that "thanks Anna" is a courtesy. Names that are words ("Will") are left out."""

TITLES = (
    "mr mrs ms mx dr prof herr herrn frau madame monsieur mme mlle senor senora sr sra sig signor"
    " signora dott dottssa dottore dottoressa dhr mevr mevrouw meneer pani pan panie dona"
)
"""A name can follow a title."""

EN = Words(
    common="""the | and | is | are | was | my | your | you | i | it | its | of | to | for | with
        | have | has | had | this | that | but | not | at | on | be | been | do | does | did
        | they | we | from | what | would | could | an | me | so | just | very | will | our | us
        | their | there | any | how | when | since | about | who | he | she | his | her | were
        | yes | please | all | the one | left | after | yeah | by | hi | some""",
    openers="""hi | hello | hey | hiya | dear | and | but | so | also | please | pls | plz
        | sorry | well | then | or | there | team | guys | folks | morning | good | just
        | excuse me | thanks | thank | you""",
    negators="""not | no | never | isn't | wasn't | aren't | ain't | don't | doesn't | didn't
        | hardly | without | nothing | far from | weren't | won't | can't | cannot""",
    ask="""how do | how can | how long | how much | how many | how does | how to | how would
        | how should | how soon | how far | how often | how old | how big | how late
        | how is it that | how come | what time | what is | what's | what are | what do
        | what does | what can | what should | what happens | what about | what size
        | what kind | what if | whats | when will | when can | when do | when does | when is
        | when are | when's | when would | where is | where are | where's | where can
        | where do | where does | where did | why | who can | who do | who should | which one
        | which | can you | can i | can we | can someone | can anyone | could you | could i
        | could someone | could we | would you | would it | would that | would this | will you
        | will it | will there | will this | do you | do i | do we | does it | does this
        | does that | does the | did you | is it | is there | is this | is that | is the
        | are you | are there | have you | has anyone | has anybody | should i | may i | am i
        | anyone know | anybody know | does anyone | any idea | any news | any update
        | any tips | any advice | any recommendations | any chance | price | cost | looking for
        | is anyone | is my | where my | wheres | send me | tell me | call me | let me know
        | fix it | fix this | fix your | fix the | sort it out | sort this out | refund me
        | answer me | reply to me | respond | help | yes please | yes pls | check my
        | look into | is | are | does | did | can | would love to know | i'd like to book
        | i'd like to reserve | i'd like to speak""",
    help="""help me | need help | need some help | needs help | please help | i need | we need
        | need to know | i'd like to | i would like to | i want to know | want to know
        | i wonder | wondering if | wondering | i want to | i want my | i want a
        | i'm trying to | trying to find | trying to figure | can't find | cannot find
        | can't figure | could not find | couldn't find | don't know how | not sure how
        | not sure if | not sure which | unsure how | please advise | please let me know
        | let me know if | let me know when | let me know how | please call | please send
        | please tell | please check | please fix | please reply | please respond
        | please answer | please contact | please refund | please cancel | please change
        | please confirm | pls help | plz help | get back to me | call me back | tell me
        | anyone know | does anyone | can you | could you | can someone | could someone
        | can anyone | could anyone | would you mind | in advance | waiting for your
        | await your | awaiting your | waiting for an answer | look forward to your
        | look forward to hearing | looking forward to hearing | looking forward to your
        | forgot my password | lost my | how do i | how can i | where can i | where do i
        | what do i | when can i | or not | i meant | any tips | any advice | have a question
        | got a question | quick question | any recommendations | recommend me | interested in
        | where to buy | dm me | check your dm | check your dms | i sent you | i'll need
        | i will need | we'll need | someone please | do something | can't seem to | only shows
        | how do you | i also need | need to change | need to cancel | need to return | sort it
        | sort this | please sort | doesn't show | is it possible | i was wondering
        | wondering whether | please remove me | take me off | need to move my
        | anyone know how | does anyone know""",
    fault="""not working | isn't working | doesn't work | don't work | does not work
        | do not work | didn't work | won't work | stopped working | won't load | doesn't load
        | won't open | won't start | won't turn on | won't connect | doesn't ~ connect
        | doesn't ~ work | don't ~ work | isn't ~ working | not ~ working | keeps crashing
        | keeps freezing | keeps failing | can't log in | can't login | cannot log in
        | can't sign in | cannot sign in | can't access | cannot access | unable to log
        | unable to access | unable to | locked out | error message | error code
        | keeps logging me | won't let me | doesn't let me | still ~ working | keeps saying
        | want ~ refund | want my money back | need ~ refund | where is my refund""",
    gripe="""still waiting | been waiting | waited | still no | still not | still hasn't
        | still haven't | never arrived | never received | not received | haven't received
        | hasn't arrived | didn't arrive | didn't receive | hasn't come | never came
        | never showed | refund | money back | never again | never buy | never order
        | never shop | never use | never buying | never ordering | never going back
        | won't be back | won't buy | won't order | won't be buying | won't be ordering
        | lost a customer | nobody answers | no one answers | nobody picks up | no one picks up
        | nobody replies | no one replies | no one responds | nobody has | no one has
        | nobody is | nobody cares | no answer | no reply | no response | no reply yet
        | ignoring | ignored | fed up | sick of | tired of | had enough | thanks for nothing
        | thanks a lot for | thanks for ruining | thanks for wasting | waste of money
        | waste of time | wasted | rip off | ripoff | ripped off | scam | fell apart
        | falls apart | falling apart | not impressed | not acceptable | not good enough
        | not happy | not okay | not ok | not worth | wrong item | wrong size | wrong order
        | wrong colour | wrong color | wrong product | missing items | worst | do better
        | sort yourselves out | shame on | how is this | on hold for | overcharged
        | you cancelled | cancelled my | cancelled on | again and again | third time
        | second time | yet again | get your act together | one star | 1 star | let down
        | lets down | are you serious | supposed to arrive | supposed to be | was promised
        | no longer | expected better | expected more | could be better | zero stars | fail
        | stillwaiting | badservice | seriously | no show | charged twice | charged me twice
        | double charged | waste of | complete waste | hours in the queue | hours in a queue
        | in the queue | hour wait | hours late | days late | weeks late | every single time
        | shouted at | yelled at | spoke to me like | hung up on | keep moving | keep changing
        | keep losing | keep cancelling | keeps cancelling | for nothing | only thing you offer
        | cost me | wrong address | not what i ordered | not as described | not even
        | no apology | wouldn't recommend | would not recommend | don't recommend | avoid
        | stay away | wish i had | regret | can't believe how | how hard can | fourth time
        | don't bother | dont bother | turned away | stood there | left us | nobody came
        | no one came | nobody told | no one told | money down the drain | nobody turned up
        | no one turned up | worse and worse | worse every | gets worse | supposedly delivered
        | allegedly delivered | apparently delivered | nothing like the photo
        | nothing like the picture | nothing like the pictures | looks nothing like
        | for the bin | nobody seems to care | no one seems to care | still no sign of
        | no sign of my | down since | out of action since""",
    bad="""bad | badly | terrible | horrible | awful | disgusting | disgusted | unacceptable
        | ridiculous | disappointed | disappointing | disappointment | pathetic | useless
        | rubbish | garbage | trash | crap | shocking | appalling | disgrace | disgraceful
        | rude | unhelpful | slow | late | delayed | delay | delays | broken | broke | damaged
        | defective | faulty | ruined | ruin | ruining | cracked | smashed | poor | poorly
        | dirty | cold | stale | mouldy | moldy | overpriced | expensive | annoying | annoyed
        | angry | furious | frustrated | frustrating | upset | unhappy | dissatisfied
        | unprofessional | incompetent | misleading | liars | lied | lies | stolen | missing
        | problem | problems | issue | issues | complaint | complain | hate | sucks | sucked
        | nightmare | mess | shambles | joke | worse | scammers | embarrassing | outrageous
        | unreliable | leaking | stuck | mistake | wrong | weak | torn | ripped | scratched
        | dented | stained | wonky | flimsy | soggy | burnt | bland | stinks | smelly | noisy
        | cheated | messed | hopeless | lousy | dreadful | lost | painful | lazy | arrogant
        | clueless | unusable | trips | gone off | rancid | unbelievable service | crushed
        | squashed | melted | wilted | withered | bent | chipped | shattered | squished | mushy
        | undercooked | overcooked | leaked | wrong size | wrong colour | wrong color
        | never came | never turned up | never showed""",
    praise="""love it | love this | love these | love my | love your | love the | loved it
        | loving it | in love with | absolutely love | really love | adore | best ever
        | the best | best purchase | best service | best customer service | well done
        | great job | good job | great service | great work | keep it up | keep up the
        | shout out | shoutout | kudos | highly recommend | would recommend
        | can't recommend enough | 10 10 | 5 stars | five stars | not bad | not bad at all
        | can't fault | couldn't be happier | cannot fault | couldn't ask for
        | above and beyond | hats off | big thanks to | big thank you to | made my day
        | saved my day | never disappoints | never disappointed | never had a problem
        | second to none | no complaints | thumbs up | worth every penny | exceeded my
        | blown away | so kind | game changer | obsessed with | so good | 100 recommend
        | a pleasure | deserves a | deserve a | nicest | tastiest | best we've | best i've
        | can't wait to come back | will be back | we'll be back | coming back
        | will order again | will buy again | would buy again | chapeau | went out of her way
        | went out of his way | went out of their way | well worth | lives up to
        | big thank you | huge thank you | thank you to the | thanks to the
        | thank you for making | lifesaver | life saver | spot on | top notch | first class
        | nothing to complain about | no complaints at all | absolute angels | total angels
        | your staff are angels | out of this world | hats off to | kudos to | over the moon
        | can't stop eating | heavenly | that's what i call ~ service
        | that's what i call service | that's what i call customer service | are angels
        | is a genius | is an angel""",
    good="""good | great | amazing | awesome | fantastic | excellent | brilliant | wonderful
        | lovely | perfect | superb | outstanding | incredible | fabulous | beautiful
        | gorgeous | stunning | delicious | tasty | yummy | friendly | helpful | kind | polite
        | professional | impressed | happy | pleased | delighted | satisfied | thrilled | nice
        | love | loved | recommend | enjoy | enjoyed | comfortable | comfy | fast | best
        | grateful | phenomenal | flawless | reliable | cute | nicer | super | sweet | charming
        | generous | patient | cosy | cozy | crispy | attentive | efficient | speedy | spotless
        | immaculate | heavenly | divine | scrumptious""",
    sharing="""just got | just bought | just received | just picked up | just arrived
        | just ordered | just tried | just finished | just made | just watched | just saw
        | finally got | finally arrived | finally here | look what | look at my | look at this
        | look who | check out | check this | check it out | here's my | here is my
        | here are my | my review | unboxing | throwback | made this | i made | we made
        | tried your | trying out | cooking with | wearing my | on our way to | heading to
        | off to | read this | read more | sharing | posted | new post | new video | new blog
        | my setup | guess what | guess who | arrived today | came today | tagging
        | has arrived | spotted | selfie | my dog | my cat | weekend with | with your recipe
        | thought i'd share | fun fact | our little | grown from | here's what | this is my
        | this is our | meet my | meet our | day out with | sunday with | evening with
        | birthday with | with your paint | first try | how it turned out | turned out
        | before and after | show you | showing off | wore my | wearing your | baked your
        | cooked your | made your | used your | proud of my""",
    neutral="""good morning | good afternoon | good evening | good night | good day | good luck
        | good idea | no problem | no problems | no worries | no issue | no issues | what a
        | how nice | how cute | how lovely | would be great | would be good | would be nice
        | would be lovely | would be perfect | would be helpful | would be awesome
        | that would be | be happy to | happy to | kind regards | best regards | best wishes
        | best way | best time | as good as new | good for | happy birthday | happy new year
        | happy christmas | of late | the latest | late night | any good | would love to
        | love to know | had a problem | it's a joke | better late | cold brew | a kind of
        | kind of | kinds of | what kind | nice try | too late to | sale ends | not a problem
        | no complaint | at your best | how late | any problem | any issues | when i | when we
        | which is | which was | why not | problem solved | issue solved | issue resolved
        | problem resolved | is this normal | no longer needed | can only | can highly
        | is what | did not | are what | you guys are | you are | you're""",
    thanks="""fabulous | superb | have an excellent day | it worked now | thanks | thank you
        | thank u | thankyou | thanx | many thanks | cheers | ta | much appreciated
        | appreciate it | appreciated | i appreciate it | i appreciate your help
        | appreciate your help | great | perfect | excellent | awesome | brilliant | lovely
        | wonderful | amazing | fantastic | fab | alright | alrighty | all right | sounds good
        | sounds great | all good | all sorted | got it | got you | gotcha | understood | noted
        | makes sense | fair enough | no worries | no problem | no prob | no probs | np | nps
        | nw | you're welcome | you are welcome | ur welcome | yw | my pleasure
        | don't mention it | no thanks | no thank you | bye | goodbye | good night
        | have a nice day | have a good day | have a great day | have a lovely day
        | have a good one | have a nice weekend | have a great weekend | have a good weekend
        | have a good evening | have a nice evening | take care | see you | see you soon
        | see you then | see ya | will do | good to know | that's great | that's perfect
        | that's fine | works now | it works now | it's working now | it worked | that worked
        | problem solved | issue solved | issue resolved | problem resolved | god bless
        | bless you | great stuff | good stuff | you too | same to you | happy new year
        | merry christmas | i understand | kind regards | best regards | best wishes
        | thanks again | thank you again | thanks once again | once again thank you
        | no problem at all | not a problem | no worries at all | all good thanks
        | makes sense now | all good now | works great now | that works now | it works again
        | big thanks | huge thanks | many many thanks | thx a lot | brill | ace | okie
        | ok cool | have a good evening | have a lovely evening | have a lovely weekend
        | have a great evening | you have a nice day | you have a great day
        | have a nice day too | speak soon | no need to apologise | all the best | take care
        | thank u sm | thanks sm | thank you sm | ta very much | ta muchly
        | really appreciate it | i really appreciate it | really appreciate that
        | really appreciate your help | so grateful | very grateful | i'm so grateful
        | i'm very grateful | much obliged | thanks heaps | thank you both
        | thank you thank you | thanks muchly | cheers for that | have a fab day
        | have a good rest of your day | have a great rest of your day | sweet | wicked
        | nice one | top man | ta for that | fine by me | no bother | no bother at all
        | noted thanks | noted with thanks | i see | ah i see | good to hear | glad to hear it
        | glad to hear that | happy to hear that | that's good to hear | that's kind of you
        | so kind of you | very kind of you | kind of you | enjoy your day | enjoy your weekend
        | enjoy your evening | enjoy the rest of your day | have a lovely rest of your day
        | have a nice one | have a good night | have a nice night | stay safe | laters | cya
        | see you tomorrow | until next time | talk soon | i'll keep that in mind
        | i'll bear that in mind | will keep that in mind | will bear that in mind
        | i'll remember that | i'll do that | i will do that | that clears it up
        | that clears that up | that explains it | that makes sense | that helps
        | that helps a lot | that's helpful | that's very helpful | very helpful
        | really helpful | super helpful | so helpful | that was helpful
        | that was very helpful | that's all i needed | that's all i needed to know
        | that's everything | that's really kind | that's so kind | very much obliged
        | greatly appreciated | really appreciated | very much appreciated | i'm grateful
        | i am grateful | i am very grateful | thank you ever so much | ever so grateful
        | thanks a mil | thx so much | thank you kindly | have a fab weekend | have a super day
        | have a super weekend | have a good week | have a great week | enjoy your week
        | happy friday | happy easter | happy holidays | i'll try that | i'll give that a go""",
    channels="""dm | dms | pm | pms | private message | direct message | privately | inbox
        | via message | messenger | by email | via email | an email | email | by phone | by mail
        | customer service | customer services | customer service team | customer care
        | customer support | support team | care team | help desk | helpdesk | contact form
        | live chat | whatsapp | hotline | via chat | message | helpline""",
    send="""send | drop | shoot | pop | slide | contact | reach out | get in touch | write
        | message | follow | fill in | fill out | use our | call | reach | hop into | provide
        | share | speak to | talk to | chat""",
    move="""dm us | pm us | message us | inbox us | contact us | email us | call us
        | reach out to us | get in touch with us | drop us a line | send us a dm
        | send us a message | send us a pm | send us a private message
        | send us a direct message | write to us | we've sent you a dm | we have sent you a dm
        | we sent you a dm | sent you a dm | check your dms | check your inbox
        | message us privately | give us a call | drop us a message | drop us a dm | ring us
        | dm your | pm your | dm the | join us in dm | join us in dms""",
    option="""or | otherwise | alternatively | any other | anything else | any further
        | any questions | if it doesn't | if you still | if it still | if not | still stuck
        | if you need | if you have | if you'd like | if you want | feel free | if that
        | if this | in case | should you""",
    more="""for anything else | with anything else | about anything else | need anything else
        | other questions | any other questions | further questions | any further questions
        | more questions | any more questions | other queries | any other queries
        | further queries | another question""",
    answers="""we're open | we are open | open until | open from | you can | you'll find
        | you will find | has been | have been refunded | we've refunded | we have refunded
        | refunded | will arrive | should arrive | is available | back in stock | in stock
        | available in | we've passed | delivered | shipped | we ship | it takes | costs
        | is free | starts | yes | no | unfortunately we | go to | click | tap | because
        | left yesterday | left today | left this morning | left last | left our | has left
        | is on its way | are on their way | is on the way to you | out for delivery
        | in transit | was dispatched | were dispatched | is dispatched | arrives on
        | arrives tomorrow | arrives today | arrives by | will be there | is due on
        | is scheduled for | runs small | runs large | run small | run large | we close
        | closes at | opens at | ships today | ships tomorrow | ships on | ships this
        | leaves today | leaves tomorrow | leaves on | will ship | it's on its way
        | they're on their way | was sent this | was sent today | was sent yesterday
        | was sent out | was sent on | it's fixed now | is fixed now | it's working again""",
    padding="""hello | hey | there | dear | thanks | thank | sorry | apologies | apologise
        | apologize | regret | hear | inconvenience | trouble | experience | frustration
        | understand | know | happy | glad | like | love | want | can | look | into | further
        | check | investigate | assist | help | helping | sort | out | resolve | right | away
        | soon | possible | team | order | number | numbers | booking | reference | email | mail
        | address | name | full | details | detail | information | info | phone | account
        | photo | photos | picture | customer | service | services | care | support | contact
        | direct | private | message | messages | via | here | over | case | issue | matter
        | this | us | so | kindly | please | could | provide | more | regards | best | cheers
        | also | let | get | touch | feedback | reaching | take | back | closer | quickly
        | better | find | need | able | as | if | in | a | by | up | or""",
)

DE = Words(
    common="""der | die | das | und | ist | ich | nicht | ein | eine | einen | mein | meine
        | meinem | meinen | meiner | sie | ihr | ihre | euer | eure | eurer | euch | wir | uns
        | mit | von | für | auf | auch | aber | bei | bin | habe | hab | habt | haben | war
        | wie | was | wann | zu | zum | zur | im | den | dem | des | noch | schon | nur | es
        | an | am | aus | nach | so | wenn | dann | da | mir | mich | dir | dich | du | er | hat
        | sind | seid | wird | werden | sehr | seit | gestern | heute | morgen | mal | jetzt
        | kein | keine | keinen | bitte | als | bis | oder | um | doch | ja | nein | vom | hier
        | letzte | letzten | gerade | unser | unsere | gibt | kann | immer | wieder | mehr
        | endlich | lautet""",
    openers="""hallo | hi | hey | moin | servus | guten | tag | morgen | abend | liebes | lieber
        | liebe | team | und | aber | oder | also | bitte | sorry | entschuldigung | danke
        | dann | ok | gut | ihr | ach | sagt | na | mal | grüezi | sehr | geehrte | damen
        | herren""",
    negators="""nicht | kein | keine | keinen | keinem | keiner | nie | niemals | nichts | nix
        | ohne | kaum | null | weder | nich | ned""",
    ask="""wann | wie lange | wie kann | wie komme | wie viel | wieviel | wie geht
        | wie funktioniert | wie macht | wie mache | wie oft | wie hoch | wie groß | wie ist
        | wie sind | wie soll | wie teuer | wie bekomme | wie krieg | wie muss | wie läuft
        | wo ist | wo sind | wo kann | wo finde | wo bleibt | wo bekomme | wo gibt | wo steht
        | wo krieg | wo seid | warum | wieso | weshalb | wer kann | wer ist | wer weiß
        | was kostet | was kosten | was ist | was muss | was soll | was kann | was passiert
        | was mache | welche | welcher | welches | welchen | kann ich | kann man | kann mir
        | könnt ihr | könntet ihr | können sie | könnten sie | kannst du | könntest du
        | können wir | gibt es | gibts | habt ihr | haben sie | hast du | ist das | ist es
        | ist die | ist der | sind die | seid ihr | bekomme ich | bekommt man | muss ich
        | muss man | darf ich | darf man | soll ich | geht das | geht es auch | gilt das
        | gilt die | gilt der | liefert ihr | liefern sie | versendet ihr | verschickt ihr
        | macht ihr | nehmt ihr | bietet ihr | akzeptiert ihr | funktioniert das | weiß jemand
        | hat jemand | kennt jemand | kommt das | kommt die | kommt der | wird es | werdet ihr
        | wäre es | stimmt es | hätte gern | hätte gerne | ab wann | bis wann | seit wann
        | um wie viel | preis | was heißt | meldet euch | melden sie sich | hilfe | ja bitte
        | ja gerne | wisst ihr | suche | schickt mir | prüft | würde gern | würde gerne
        | bitte mein | bitte meine | bitte meinen | bitte nehmt | bitte die | bitte den
        | bitte das""",
    help="""brauche hilfe | bräuchte hilfe | benötige hilfe | hilfe beim | hilfe bei | um hilfe
        | helft mir | helfen sie mir | mir ~ helfen | bitte helft | ich brauche | ich bräuchte
        | ich benötige | ich möchte | ich würde gerne | ich würde gern | würde gerne wissen
        | wüsste gerne | wüsste gern | ich wollte | ich will wissen | ich hätte
        | hätte eine frage | habe eine frage | hab eine frage | eine frage | kurze frage
        | um rückruf | um rückmeldung | um antwort | um info | um klärung | bitte um
        | bitte melden | bitte meldet | bitte prüfen | bitte prüft | dringend prüfen
        | bitte schicken | bitte schickt | bitte senden | bitte sendet | bitte stornieren
        | bitte kündigen | bitte ändern | bitte dringend | bitte antworten | bitte antwortet
        | warte auf ihre | warte auf eure | warte auf antwort | warte auf deine
        | freue mich auf | im voraus | vorab vielen dank | weiß jemand | kann mir jemand
        | nicht finden | passwort vergessen | könnt ihr | könntet ihr | können sie
        | könnten sie | kannst du | wie kann ich | wo kann ich | was muss ich | was soll ich
        | keine ahnung wie | weiß nicht wie | weiß nicht ob | weiß nicht wo | frage mich ob
        | interesse an | interessiere mich | hat jemand | tipps | ich suche | ob ihr | ob sie
        | ob es | ich meinte | meinte aber | bitte melde | ich finde ~ nicht | warte ich auf
        | brauche ich | bräuchte ich | benötige ich | würde interessieren | interessieren ob
        | bitte kümmert | tut was | macht was | unternehmt was | wie ich | was mache ich
        | auch noch brauche | ich frage mich ob | weiss wer | termin verlegen
        | muss meinen termin | komme nicht in mein | kann ich mich nicht einloggen""",
    fault="""funktioniert ~ nicht | funktioniert nicht | funktionieren nicht
        | funktionieren ~ nicht | funktioniert ~ nix | geht ~ nicht | geht nicht | gehen nicht
        | klappt ~ nicht | klappt nicht | läuft ~ nicht | läuft nicht | startet nicht
        | lädt nicht | lädt ~ nicht | öffnet ~ nicht | stürzt ab | stürzt ~ ab | fehlermeldung
        | fehlercode | kann mich ~ einloggen | kann mich ~ anmelden | nicht einloggen
        | nicht anmelden | komme nicht rein | komme ~ rein | erreiche ~ niemanden
        | geld zurück | will ~ zurück | gesperrt | nicht mehr funktioniert
        | nicht funktioniert | reagiert nicht | keinen zugriff | verbindet ~ nicht""",
    gripe="""warte ~ noch | warte seit | warte schon | warten seit | warten schon
        | immer noch nicht | immer noch kein | immer noch keine | immer noch nichts
        | noch immer nicht | noch immer kein | noch immer keine | noch nichts | noch nicht da
        | noch nicht angekommen | nicht angekommen | nie angekommen | nicht geliefert
        | nichts erhalten | nicht erhalten | nie wieder | nie mehr | niemals wieder
        | keine antwort | keine rückmeldung | keine reaktion | niemand antwortet
        | niemand meldet | keiner antwortet | keiner meldet | niemand ~ telefon
        | keiner ~ telefon | keiner zuständig | niemand zuständig | niemand erreichbar
        | schon wieder | wieder mal | mal wieder | wieder nicht | wieder nichts | wieder kein
        | wieder keine | danke für nichts | die wartezeit | frechheit | unverschämt
        | unverschämtheit | saftladen | abzocke | betrug | betrüger | nicht gut | nicht ok
        | nicht okay | nicht in ordnung | geht gar nicht | das letzte | reicht mir | mir reicht
        | kotzt | nervt | nerven | im eimer | zum kotzen | falsche | falsches | falschen
        | falscher | schlechteste | schlechtester | schlechtesten | am schlechtesten
        | rückerstattung | erstattung | reklamation | reklamieren | beschwerde | beschweren
        | kündige | storniert worden | ausgefallen | trotz | zu spät | zu teuer | zu klein
        | zu langsam | viel zu | kann doch nicht | kann nicht sein | lasst mich | vergeblich
        | verarscht | verarsche | mehr erwarten | mehr erwartet | statt | preiserhöhung
        | was soll das | nichts passiert | hinhalten | wochen später | gefällt mir nicht
        | enttäuschend | ignoriert | finde ich nicht gut | doppelt abgebucht | doppelt belastet
        | doppelt berechnet | zum dritten mal | zum zweiten mal | zum vierten mal
        | zum x ten mal | verschoben | angeschnauzt | angeschrien | angeblafft | umsonst
        | abgewimmelt | aufgelegt | stundenlang | stunden gewartet | stunden warten
        | seit tagen | seit wochen | seit monaten | nie da | nicht wie beschrieben
        | nicht empfehlen | nicht zu empfehlen | rate ab | finger weg | nicht nochmal
        | hat mich ~ gekostet | niemand kam | keiner kam | niemand da | im regen stehen
        | stehen gelassen | für die tonne | für die katz | für den müll
        | rausgeschmissenes geld | rausgeworfenes geld | geld zum fenster | kam keiner
        | kam niemand | niemand erschienen | immer schlechter | wird immer schlimmer
        | angeblich zugestellt | angeblich geliefert | fällt wieder aus
        | fällt schon wieder aus | wieder ausgefallen | keine durchsage | hält keine stunde
        | hält keinen tag | sieht null aus wie | sieht nicht aus wie | nichts mit dem bild
        | keinen interessiert es | interessiert keinen | niemanden interessiert
        | interessiert niemanden | immer noch keine spur | keine spur von | taugt nichts""",
    bad="""schlecht | schlechte | schlechter | schlechten | schlechtes | kaputt | defekt
        | defekte | defektes | beschädigt | zerbrochen | gebrochen | zerrissen | durchnässt
        | enttäuscht | enttäuschung | katastrophe | katastrophal | furchtbar | schrecklich
        | grauenhaft | mies | miese | miserabel | unfassbar | unglaublich | unmöglich
        | lächerlich | peinlich | traurig | schade | ärgerlich | verärgert | sauer | wütend
        | langsam | lahm | unfreundlich | unfreundliche | unzuverlässig | unprofessionell
        | inkompetent | verspätung | verspätet | verzögerung | problem | probleme | fehler
        | fehlerhaft | mangelhaft | müll | schrott | dreck | dreckig | ekelhaft | eklig
        | schimmel | verschimmelt | teuer | fehlt | fehlen | nutzlos | sinnlos | blöd | schlimm
        | scheiße | scheiss | mist | murks | pfusch | unzufrieden | ungenügend | ruiniert
        | verloren | bescheiden | verbrannt | versalzen | verkratzt | zerkratzt | gerissen
        | undicht | stinkt | laut | matschig | arrogant | ahnungslos | frech | genervt
        | verloren gegangen | unbrauchbar | dürftig | lieblos | nervig | nass
        | vergessen worden | schimmlig | ranzig | ein witz | zerdrückt | zerquetscht
        | geschmolzen | verwelkt | welk | verbogen | verbeult | altbacken | ausgelaufen
        | angebrannt | verdorben | fleckig | zu spät | falsche größe | falsche farbe
        | heizung aus | kam nie | kam nicht an | nie angekommen | abgebrochen""",
    praise="""bin begeistert | total begeistert | ganz begeistert | sehr begeistert
        | liebe ~ produkte | ich liebe | wir lieben | ihr seid die besten | die besten
        | bester service | beste entscheidung | sehr zu empfehlen | zu empfehlen
        | kann ~ empfehlen | nur empfehlen | absolut empfehlenswert | empfehlenswert
        | weiter so | macht weiter so | immer wieder gerne | gerne wieder | jederzeit wieder
        | nicht schlecht | gar nicht schlecht | nichts auszusetzen | gefällt mir | gefällt uns
        | super service | toller service | tolle arbeit | gute arbeit | großes lob | ein lob
        | lob an | hut ab | kompliment | respekt | daumen hoch | volle punktzahl | 5 sterne
        | fünf sterne | schmeckt ~ gut | mega lecker | 1a | spitzenklasse | großes dankeschön
        | besten dank an | keine beschwerden | nie probleme | wir kommen wieder
        | kommen gerne wieder | ich komme wieder | chapeau | verdient | das beste | der beste
        | die beste | den besten | auf den tisch | auf den punkt | dickes lob | dickes danke
        | einfach klasse | große klasse | volle empfehlung | klare empfehlung
        | absolute empfehlung | danke an | so geht ~ service | so geht kundenservice
        | nix zu meckern | nichts zu meckern | gibt nichts zu beanstanden | echte engel
        | wahre engel | hin und weg | der wahnsinn | ein traum | zum reinlegen
        | absolut begeistert | jeden cent wert | glückwunsch an alle | total happy
        | ist der hammer | sind der hammer | das nenne ich ~ service | das nenne ich service
        | das nenne ich kundenservice | sind engel | ist ein engel | ist ein genie | ein genie""",
    good="""gut | gute | guter | gutes | guten | super | toll | tolle | toller | tolles
        | klasse | prima | spitze | großartig | genial | fantastisch | fantastische | wunderbar
        | wunderschön | hervorragend | ausgezeichnet | perfekt | perfekte | top | mega | hammer
        | geil | lecker | köstlich | nett | nette | netter | netten | freundlich | freundliche
        | freundlicher | hilfsbereit | kompetent | zuverlässig | zufrieden | glücklich
        | begeistert | schön | schöne | schöner | schönes | liebe | beste | bester | bestes
        | hübsch | traumhaft | schnell | empfehle | gemütlich | bequem | süß | freue | leckere
        | leckeres | leckerer | leckersten | leckerste | nettes | netteste | freundliches
        | freundlichen | herrlich | herrliche | gelungen | aufmerksam | aufmerksame | knusprig
        | saftig | zuvorkommend | liebevoll | pünktlich | gemütliche | schönste | schönsten
        | hilfsbereite | kompetente | blitzsauber | traumblick | himmlisch | göttlich""",
    sharing="""gerade angekommen | heute angekommen | frisch eingetroffen | endlich angekommen
        | endlich da | heute ~ abgeholt | endlich ~ abgeholt | gerade ~ gekauft
        | gerade ~ bekommen | gerade ~ abgeholt | heute ~ gekauft | heute ~ bekommen
        | habe mir ~ gegönnt | hab mir ~ gegönnt | schaut mal | schau mal | guckt mal
        | guck mal | seht mal | seht her | schaut her | schaut euch | mein bericht | mein test
        | meine erfahrung | mein video | mein beitrag | unboxing | hier mein | hier meine
        | unser urlaub | ausprobiert | selbst gemacht | selbstgemacht | gebastelt
        | unterwegs mit | auf dem weg | neuer beitrag | neues video | lest | wochenende mit
        | erinnerung an | mit eurem rezept | zeige euch | nachgekocht | nachgebacken
        | unser balkon | unser garten | mein neuer | unser neues | so sieht ~ aus
        | mit eurer farbe | mit eurem | mit euren | nach eurem rezept | vorher nachher
        | selbstgebaut | selbst gebaut | fertig geworden | unser sonntag | darf ich vorstellen
        | wochenende in""",
    neutral="""guten morgen | guten tag | guten abend | gute nacht | gutes gelingen | kein problem
        | kein ding | keine probleme | keine ursache | keine sorge | kein stress | wäre super
        | wäre toll | wäre schön | wäre gut | wäre nett | wäre prima | wäre perfekt
        | wäre klasse | liebe grüße | schöne grüße | viele grüße | schönen tag | schönen abend
        | schönes wochenende | schönen sonntag | alles gute | frohe weihnachten | liebes team
        | liebe leute | liebes | so gut wie | gut dann | was für ein | was für eine
        | problem gelöst | problem behoben | immer gut | mit freundlichen grüßen
        | freundliche grüße | beste grüße | wieder gut | auf wiedersehen | zum guten
        | nicht schlimm | gut dass | so schnell wie möglich | möglichst schnell | am besten
        | alles gut | falsch verstanden | geht klar | geht nicht um | guten start | wenn ich
        | schnell wie""",
    thanks="""hat geklappt | es hat geklappt | hat alles geklappt | es hat funktioniert
        | fantastisch | großartig | hervorragend | danke | dankeschön | danke schön
        | danke sehr | dankesehr | vielen dank | besten dank | herzlichen dank | lieben dank
        | tausend dank | vielen lieben dank | 1000 dank | ganz lieben dank | thx | alles klar
        | klar | passt | passt so | geht klar | alles gut | schon gut | schon ok | in ordnung
        | gut zu wissen | gut | prima | super | toll | klasse | perfekt | wunderbar | bestens
        | sehr gut | sehr schön | spitze | supi | kein problem | kein ding | kein thema
        | kein stress | keine ursache | nichts zu danken | gern geschehen | gerne geschehen
        | gerne doch | bitteschön | bitte schön | bitte sehr | verstanden | verstehe
        | funktioniert jetzt | jetzt funktioniert es | jetzt geht es | jetzt gehts | geht jetzt
        | geht wieder | klappt jetzt | hat sich erledigt | problem gelöst | problem behoben
        | schönen tag | schönen tag noch | schönen abend | schönen abend noch
        | schönes wochenende | schönen feierabend | schönen sonntag | tschüss | tschau
        | bis dann | bis bald | bis später | auf wiedersehen | gute nacht | ebenso
        | gleichfalls | frohe weihnachten | weiß ich bescheid | ich weiß bescheid | mach ich
        | mache ich | wird gemacht | nett von euch | nett von ihnen | sehr nett | freut mich
        | merke ich mir | ich danke | liebe grüße | lieben gruß | viele grüße
        | viele liebe grüße | schöne grüße | beste grüße | lg | vg | mit freundlichen grüßen
        | freundliche grüße | danke nochmal | nochmal danke | nochmals danke
        | nochmals vielen dank | danke nochmals | vielen dank nochmal | alles gut jetzt
        | jetzt klappt es | es klappt jetzt | nein danke | danke nein | schönes wochenende euch
        | schönen tag euch | euch auch | ihnen auch | dir auch | dankeschön nochmal
        | vielen herzlichen dank | recht herzlichen dank | kein stress | oki danke
        | macht nichts | wünsche einen schönen tag | wünsche ich auch
        | ich wünsche euch einen schönen tag | ich wünsche ihnen einen schönen tag
        | einen schönen tag | einen schönen tag noch | einen schönen abend
        | einen schönen abend noch | ein schönes wochenende | schönen sonntag noch
        | hat funktioniert | jetzt hat es geklappt | nochmals tausend dank
        | nochmals herzlichen dank | ich danke ihnen | ich danke dir | ich danke euch
        | danke ich ihnen | dann danke ich ihnen | dann danke | das freut mich | merci vielmals
        | sehr lieb von euch | sehr lieb | sehr freundlich | dankend | verbindlichen dank
        | habt dank | sauber | stark | nice | roger | jut | jawohl | ist gut | ist ok
        | ist okay | is gut | is ok | alles roger | alles paletti | habs verstanden
        | hab's verstanden | hab ich verstanden | habe verstanden | hab verstanden
        | habe ich verstanden | jetzt verstehe ich | jetzt verstehe ich es | ach so | achso
        | dann weiß ich bescheid | jetzt weiß ich bescheid | dann passt das | dann passt es
        | passt schon | das passt | das passt so | das reicht mir | das hilft mir
        | das hilft mir weiter | das hilft mir sehr | das hilft | das hat geholfen
        | hat mir geholfen | hat mir sehr geholfen | das war hilfreich | sehr hilfreich
        | sehr hilfsbereit | vergelt's gott | gott segne euch | hab vielen dank | hab dank
        | habt vielen dank | haben sie vielen dank | ein herzliches dankeschön
        | ein großes dankeschön | großes dankeschön | herzliches dankeschön
        | ein dickes dankeschön | dickes dankeschön | dicken dank | fetten dank | riesen dank
        | riesendank | schönen dank | recht schönen dank | allerbesten dank
        | allerherzlichsten dank | vielen vielen dank | ganz herzlichen dank | ganz vielen dank
        | danke danke | euch sehr dankbar | ihnen sehr dankbar | bin euch sehr dankbar
        | bin ihnen sehr dankbar | bin dir sehr dankbar | ich bin euch sehr dankbar
        | ich bin ihnen sehr dankbar | ich bin dir sehr dankbar | bin sehr dankbar
        | sehr dankbar | weiß ich zu schätzen | ich weiß das zu schätzen
        | wünsche einen schönen abend | wünsche einen schönen feierabend
        | wünsche ein schönes wochenende | wünsche euch einen schönen tag | wünsche ebenfalls
        | einen schönen feierabend | schönes wochenende noch | schönen feierabend noch
        | schöns wochenend | schönes we | schöne woche | schöne woche noch | schöne feiertage
        | frohe ostern | gutes neues jahr | frohes neues | frohes neues jahr | baba
        | pfiat euch | pfiat di | ade | ciao ciao | tschüssi | tschö | bis morgen
        | bis demnächst | dann bis bald | dann bis morgen | dann bis dann | machts gut
        | macht's gut | mach's gut | schönen gruß | grüße | gruß | mfg | ebenfalls
        | lieb von euch | lieb von ihnen | lieb von dir | nett von dir | das ist lieb
        | das ist lieb von euch | das ist nett | gut zu hören | schön zu hören
        | das probiere ich | probiere ich | das probier ich | werde ich machen | das mache ich
        | mach ich so | so mache ich das | so machen wir das | so machen wir es | merk ich mir
        | freut mich sehr | freut mich zu hören | das freut mich sehr | ich freue mich
        | super nachricht | gute nachricht | tolle nachricht""",
    channels="""pn | dm | pm | privatnachricht | direktnachricht | private nachricht
        | privaten nachricht | direkt nachricht | persönliche nachricht | per nachricht
        | eine nachricht | postfach | messenger | per mail | per email | e mail | email
        | telefonisch | hotline | kundenservice | kundendienst | kundenbetreuung | kundenhotline
        | serviceteam | support | kontaktformular | formular | whatsapp | chat | privat""",
    send="""schreib | schreibe | schreiben sie | schreibt | schick | schicke | schicken sie
        | schickt | sende | senden | sendet | melde | melden | meldet | wende | wenden
        | wendet | kontaktiere | kontaktieren | kontaktiert | nutze | nutzen | nutzt | ruf
        | rufen | teile uns | teilen sie uns | lass uns | zukommen | füllen | lass | lasst
        | übermittle | übermitteln | gib | geben sie | meld dich | melde dich | melden sie sich""",
    move="""schreib uns eine pn | schreib uns eine dm | schick uns eine pn | schick uns eine dm
        | schreib uns privat | kontaktiere uns | kontaktieren sie uns | ruf uns an
        | rufen sie uns an | bitte pn | per pn | per dm | haben dir eine pn | haben dir eine dm
        | haben ihnen eine nachricht | schreib uns eine nachricht""",
    option="""oder | ansonsten | sonst | falls | bei fragen | solltest du | sollten sie
        | wenn du noch | wenn sie noch | wenn du magst | gerne auch | alternativ
        | bei rückfragen | schreib uns sonst | schreiben sie uns sonst""",
    more="""weitere fragen | weiteren fragen | andere fragen | anderen fragen | noch fragen
        | wenn du noch fragen | wenn sie noch fragen | für alles weitere | für alles andere
        | sonstige fragen | sonstigen fragen""",
    answers="""geöffnet | haben wir | wir haben | kommt ~ an | erstattet | verschickt
        | versendet | ist raus | heute ~ raus | verfügbar | gibt es | du kannst | du findest
        | sie finden | sie können | kostet | kostenlos | liegt daran | leider nicht möglich
        | geliefert | lieferung erfolgt | nein leider | ja klar | ja natürlich | ja das
        | passt auf | ist möglich | ist ausverkauft | ja
        | ist ~ raus | ging ~ raus | geht ~ raus | gehen ~ raus | rausgegangen
        | fällt ~ aus | fallen ~ aus | kommt morgen | kommt heute | kommt übermorgen
        | kommt am | ist unterwegs | sind unterwegs | uhr offen | offen bis | ist behoben
        | funktioniert wieder""",
    padding="""hallo | hi | hey | liebe | lieber | guten | tag | danke | dank | vielen | leid
        | schade | entschuldige | entschuldigen | entschuldigung | entschuldigt
        | unannehmlichkeiten | tut | bedauern | verstehen | ärger | ärgerlich | gerne | gern
        | helfen | hilfe | weiterhelfen | weiter | können | möchten | schauen | ansehen
        | anschauen | prüfen | klären | kümmern | damit | bestellnummer | kundennummer
        | auftragsnummer | buchungsnummer | nummer | adresse | mailadresse | namen | name
        | vollständigen | daten | details | angaben | infos | informationen | anliegen | fall
        | sache | problem | direkt | private | privat | nachricht | unter | unseren | unserem
        | unserer | team | dein | deine | deiner | deinem | deinen | ihren | ihrer | ihrem
        | viele | beste | grüße | gruß | lg | vg | schöne | feedback | sich | wir | dir | ihnen
        | per | einfach | kurz | hören | genauer | schnell | schnellstmöglich | zusammen | e
        | mail""",
)

FR = Words(
    common="""le | la | les | un | une | des | du | de | et | est | je | j | il | elle | nous
        | vous | ils | mon | ma | mes | votre | vos | notre | nos | pour | avec | dans | sur
        | pas | ne | n | que | qui | ce | c | cette | ça | ai | as | avez | ont | suis | sont
        | été | très | mais | ou | où | en | au | aux | par | plus | chez | depuis | toujours
        | encore | bien | tout | si | l | d | s | m | y | on | se | sa | son | leur | hier
        | demain | aujourd'hui | quand | était | a | à | peu | deux | même | tous | dernier
        | être | fait | quoi | merci | oui | non""",
    openers="""bonjour | bonsoir | salut | coucou | hello | hey | et | mais | ou | alors | donc
        | svp | stp | merci | madame | monsieur | pardon | excusez moi | ok | ah | sinon
        | d'accord | cher | chère | l'équipe | aussi""",
    negators="""pas | jamais | aucun | aucune | rien | sans | ni | guère""",
    ask="""comment | combien | quand | quand est ce | où est | où en | où sont | où puis
        | où peut | où trouver | où se | pourquoi | est ce que | est ce | qu'est ce | que faire
        | que dois je | quel est | quelle est | quels sont | quelles sont | quel | quelle
        | quels | quelles | à quelle heure | à partir de quand | jusqu'à quand | peut on
        | puis je | pouvez vous | pourriez vous | peux tu | pourrais tu | avez vous
        | auriez vous | as tu | êtes vous | faites vous | livrez vous | vendez vous
        | acceptez vous | proposez vous | savez vous | y a t il | il y a t il | existe t il
        | c'est combien | c'est quoi | c'est où | c'est quand | c'est possible | ça coûte
        | ça marche avec | quelqu'un sait | quelqu'un a | quelqu'un connait | vous livrez
        | vous avez | vous faites | vous reprenez | vous acceptez | vous êtes ouverts
        | vous vendez | qui peut | lequel | laquelle | prix | faut il | dois je | doit on
        | est il possible | serait il | aidez moi | aide | oui svp | oui s'il vous plait
        | rappelez moi | répondez | un conseil | on peut | vous pouvez | vous pourriez""",
    help="""besoin d'aide | j'ai besoin | besoin d'un | besoin de | aidez moi | m'aider
        | nous aider | je voudrais | je souhaite | je souhaiterais | j'aimerais
        | je veux savoir | je cherche | je recherche | pouvez vous | pourriez vous | pouvez me
        | peut on | puis je | savoir si | savoir comment | savoir quand | me dire | m'envoyer
        | me renvoyer | me rappeler | me rembourser | me contacter | me répondre | rappelez moi
        | contactez moi | envoyez moi | dites moi | répondez moi | s'il vous plaît
        | s'il te plaît | svp | stp | merci de me | merci de bien vouloir | merci d'avance
        | par avance | d'avance | j'attends votre | j'attends une réponse | dans l'attente
        | en attente de votre | arrive pas à | mot de passe oublié | oublié mon mot
        | une question | quelqu'un sait | est ce que | comment faire | comment puis
        | où trouver | je ne trouve | je ne sais pas | je n'arrive pas | quand est ce
        | des conseils | intéressé par | intéressée par | c'est possible | je parlais
        | il me faudrait | il me faut | il nous faut | il nous faudrait | j'aurais besoin
        | faites quelque chose | faites le nécessaire | merci de faire | possible de
        | j'aimerais savoir | j'ai aussi besoin | je me demande si | je me demandais si
        | retirez moi | je dois décaler | j'aimerais parler | impossible d'accéder
        | impossible de me connecter | merci de nous | merci de résilier | merci d'annuler
        | merci de rembourser | merci de confirmer | merci de renvoyer | merci de rappeler
        | merci d'envoyer | merci de vérifier | merci de corriger | merci de supprimer
        | merci de modifier""",
    fault="""ne marche plus | ne marche pas | marche ~ pas | marche plus | ne fonctionne pas
        | ne fonctionne plus | fonctionne ~ pas | fonctionne plus | ne s'ouvre pas
        | ne s'ouvre plus | ne charge pas | ne démarre pas | ne s'allume | impossible de
        | n'arrive pas à me | peux pas me connecter | me connecter | message d'erreur
        | code erreur | bug | bugs | bugue | plante | en panne | être remboursé
        | être remboursée | veux ~ remboursement | demande ~ remboursement | compte bloqué
        | n'ai plus accès""",
    gripe="""j'attends toujours | attends toujours | toujours pas | toujours rien
        | toujours aucune | toujours aucun | j'attends depuis | attends depuis | pas reçu
        | rien reçu | jamais reçu | jamais arrivé | plus jamais | jamais plus
        | personne ne répond | personne ne | aucune réponse | aucune nouvelle | sans réponse
        | pas de réponse | aucun retour | sans nouvelles | ras le bol | marre | merci pour rien
        | merci pour les | heures d'attente | à éviter | à fuir | fuyez | foutage de gueule
        | se moque | se moquer | vous moquez | c'est du vol | arnaque | arnaqueurs | escroc
        | escrocs | inadmissible | inacceptable | scandaleux | honteux | une honte
        | pas sérieux | pas normal | pas content | pas contente | pas satisfait
        | pas satisfaite | pas terrible | pas correct | pas à la hauteur | le pire | la pire
        | pire service | remboursement | rembourser | remboursez | remboursé | réclamation
        | porter plainte | encore du | encore en retard | encore une fois | troisième fois
        | une blague | n'importe quoi | de pire en pire | perte de temps | perdu du temps
        | il manque | mauvais article | mauvaise taille | déçu | déçue | déçus | trop cher
        | trop long | trop petit | aucun respect | mensonger | mensongère | gâchées | gâché
        | gâchée | débité deux fois | débitée deux fois | prélevé deux fois | deux fois débité
        | troisième rendez vous | deuxième fois | pour rien | parlé comme | crié dessus
        | raccroché | à chaque fois | heures de queue | heures au téléphone | jours de retard
        | semaines de retard | toute ma pause | perds une journée | perdu une journée
        | imbéciles | je déconseille | déconseille | ne recommande pas | pas conforme
        | plus jamais ça | publicité mensongère | sans excuse | on nous a refusé
        | personne pour | laissé dehors | je regrette | ne sert à rien | argent jeté
        | jeté par les fenêtres | argent foutu en l'air | personne n'est venu
        | personne n'est venue | personne ne vient | personne n'est passé | soi disant livré
        | soi disant livrée | encore supprimé | encore supprimée | encore annulé
        | encore annulée | aucune annonce | aucun agent | ne ressemble à rien
        | rien à voir avec la photo | ne tient pas une heure | ne tient pas la journée
        | tout le monde s'en fiche | tout le monde s'en fout | aucune trace
        | toujours aucune nouvelle | plus d'internet | plus de chauffage | a lâché""",
    bad="""nul | nulle | nuls | nulles | mauvais | mauvaise | catastrophe | catastrophique
        | horrible | affreux | lamentable | déplorable | minable | désastreux | décevant
        | décevante | déception | retard | retards | cassé | cassée | cassés | abîmé | abîmée
        | abîmés | déchiré | déchirée | défectueux | défectueuse | endommagé | endommagée
        | problème | problèmes | soucis | erreur | lent | lente | sale | froid | périmé | moisi
        | impoli | désagréable | incompétent | incompétents | incompétence | colère | furieux
        | furieuse | mécontent | mécontente | énervé | énervée | triste | dommage | inutile
        | ridicule | merde | pourri | pourrie | perdu | cher | scandale | injoignable | brûlé
        | froide | rayé | rayée | fendu | décousu | bruyant | arrogant | arrogante | malpoli
        | malpolie | sec | fade | mouillé | puant | pénible | honte | foutu | vide | dégueu
        | dégueulasse | moisie | rance | écrasé | écrasée | écrasés | écrasées | fondu | fondue
        | fondus | fondues | fané | fanée | fanés | fanées | cabossé | cabossée | cabossés
        | tordu | tordue | déchirés | déchirées | brûlée | rassis | fêlé | fêlée | ébréché
        | taché | tachée | périmée | périmés | hs | hors service | en panne | mauvaise taille
        | mauvaise couleur | jamais arrivé | jamais arrivée | jamais reçu | mois d'attente
        | semaines d'attente | heures d'attente | jours d'attente""",
    praise="""j'adore | on adore | j'aime beaucoup | nous adorons | les meilleurs
        | les meilleures | le meilleur | la meilleure | au top | pas mal du tout | pas mal
        | je recommande | nous recommandons | recommande vivement | à recommander
        | rien à redire | rien à dire | continuez comme ça | continuez | chapeau | bravo à
        | bravo pour | félicitations | un grand merci à | coup de coeur | jamais déçu
        | jamais déçue | 5 étoiles | cinq étoiles | un régal | on s'est régalés | sans reproche
        | beau travail | bon travail | très belle | mille mercis à | mérite une | mérite un
        | on reviendra | nous reviendrons | je reviendrai | on y retourne | un sans faute
        | quel accueil | merci à toute | merci à l'équipe | un délice | trop bon | trop bonne
        | chapeau bas | j'ai adoré | on a adoré | ça c'est du service | voilà du service
        | des anges | de vrais anges | une tuerie | un pur bonheur | au top du top
        | coup de chapeau | aux petits soins | je suis bluffé | je suis bluffée
        | trop contente de | trop content de | chapeau à | chapeau au | sont à tomber
        | est à tomber | est un génie | est un ange | sont des anges""",
    good="""super | génial | géniale | excellent | excellente | excellents | excellentes
        | parfait | parfaite | magnifique | magnifiques | superbe | superbes | formidable
        | fantastique | merveilleux | merveilleuse | délicieux | délicieuse | bon | bonne
        | bons | bonnes | meilleur | meilleure | top | ravi | ravie | content | contente
        | heureux | heureuse | satisfait | satisfaite | gentil | gentille | gentils | aimable
        | aimables | sympa | sympathique | agréable | professionnel | professionnelle
        | efficace | rapide | adorable | chaleureux | chaleureuse | beau | belle | joli | jolie
        | adore | recommande | impeccable | nickel | enchanté | accueillant | bravo
        | exceptionnel | exceptionnelle | attentionné | attentionnée | souriant | souriante
        | souriants | serviable | patiente | rapides | croustillant | savoureux | bluffant
        | bluffée | conquise | conquis | mignon | mignonne | extra | formidables | impeccables
        | sublimes | sublime | délicieuses | divins | divine | géniales | géniaux | adorables""",
    sharing="""je viens de recevoir | viens de recevoir | je viens d'acheter | viens d'acheter
        | vient d'arriver | viens de finir | regardez ce | regardez | regarde ce | regarde
        | voici mon | voici ma | voici mes | voilà mon | voilà ma | mon avis complet
        | mon article | ma vidéo | unboxing | souvenir de | petit souvenir | l'été dernier
        | enfin reçu | enfin arrivé | enfin là | arrivé aujourd'hui | reçu aujourd'hui
        | recette testée | testé votre | essayé votre | fait maison | en route pour
        | nouveau post | j'ai fait votre | petite photo | week end avec | vient de chez vous
        | notre petit | notre nouvelle | notre nouveau | voici notre | voilà notre
        | avec votre recette | avant après | fait avec votre | fait avec vos | réalisé avec
        | première fournée | dimanche en famille""",
    neutral="""bonne journée | bonne soirée | bonne nuit | bon week end | bon weekend
        | bonne fin | bon courage | bonne continuation | bonne année | bonne idée
        | bonne chance | pas de souci | pas de soucis | pas de problème | aucun souci
        | aucun problème | aucun soucis | bien cordialement | ce serait bien | ce serait super
        | ce serait parfait | serait possible | serait génial | serait gentil | bon à savoir
        | le bon | la bonne | de bonne heure | cher monsieur | chère madame | quel bonheur
        | quelle belle | quel beau | quelle merveille | quel régal | quel plaisir
        | au moins bon | bon ben | bon alors | pas grave | problème résolu | c'est bon
        | quand je | comment dire | quand on | pas cher | pas chers | un bon de
        | bon de commande | bon d'achat | le plus rapide | quand même | merci quand même
        | merci de m'avoir | merci de nous avoir""",
    thanks="""excellente journée à vous | excellente soirée | excellente soirée à vous
        | belle journée à vous | bonne soirée à vous | très belle journée
        | très belle journée à vous | très bonne journée à vous | excellent week end
        | excellente fin de journée | ça a marché | ça a fonctionné | formidable | fantastique
        | merci | merci beaucoup | merci bien | merci infiniment | mille mercis | mille merci
        | un grand merci | grand merci | je vous remercie | vous remercie | je te remercie
        | merci bcp | mrc | mci | d'accord | d'acc | dac | ça marche | ça roule | entendu
        | compris | bien compris | j'ai compris | bien reçu | c'est noté | noté | c'est bon
        | c'est parfait | parfait | super | génial | nickel | impeccable | top | excellent
        | très bien | pas de souci | pas de soucis | pas de problème | aucun souci
        | aucun problème | pas grave | de rien | avec plaisir | je vous en prie | je t'en prie
        | y a pas de quoi | il n'y a pas de quoi | bonne journée | bonne soirée | bonne nuit
        | bon week end | bon weekend | bon après midi | bonne fin de journée
        | bonne fin de soirée | bonne fin de semaine | bonne continuation | bonne année
        | au revoir | à bientôt | à plus | à demain | bon à savoir | problème résolu
        | ça fonctionne | ça remarche | non merci | c'est gentil | très gentil | trop gentil
        | bien à vous | ok ça marche | cordialement | bien cordialement | bises | bisous
        | merci encore | encore merci | merci encore une fois | tout est réglé merci
        | je vous remercie beaucoup | je vous remercie infiniment | belle journée
        | belle soirée | excellente journée | bonne fin de journée | à vous aussi | vous aussi
        | pareillement | bonne journée à vous | ça remarche | ça fonctionne maintenant
        | ça marche maintenant | très bonne journée | encore mille mercis | un immense merci
        | je vous en remercie | trop bien | ah super | c'est très gentil | c'est adorable
        | trop sympa | c'est sympa | à toi aussi | toi aussi | également
        | bonne soirée à toute l'équipe | bon week end à vous | impec | nickel chrome | okk
        | c'est compris | je comprends | je comprends mieux | je vois | j'ai bien compris
        | c'est clair | très clair | c'est très clair | tout est clair | c'est plus clair
        | c'est entendu | c'est tout bon | tout bon | bonne nouvelle | super nouvelle
        | excellente nouvelle | très bonne nouvelle | c'est une bonne nouvelle | tant mieux
        | ça me va | ça me convient | ça fait plaisir | ça me fait plaisir | vous êtes gentil
        | vous êtes gentille | vous êtes gentils | vous êtes bien aimable
        | vous êtes très aimable | adorable | aimable | très aimable | c'est aimable
        | c'est très aimable | sympa | très sympa | trop cool | cool | chouette | au top
        | merci tout plein | merci mille fois | merci vraiment | un très grand merci
        | un énorme merci | merci du fond du cœur | merci merci | merki | merci énormément
        | merci sincèrement | bon dimanche | bonnes fêtes | joyeuses fêtes | joyeux noël
        | bonne fin d'après midi | belle fin de journée | belle fin de semaine | bonne semaine
        | belle semaine | bonne continuation à vous | à très vite | à très bientôt
        | à plus tard | à tout à l'heure | bien à toi | salutations | sincères salutations
        | amicalement | biz | portez vous bien | prenez soin de vous | que dieu vous bénisse
        | dieu vous bénisse | je vous suis reconnaissant | je vous suis reconnaissante
        | très reconnaissante | très reconnaissant | c'est super gentil | c'est vraiment gentil
        | c'est vraiment sympa | ça m'aide | ça m'aide beaucoup | ça m'a aidé | ça m'a aidée
        | c'est utile | très utile | je vais faire ça | je ferai ça | je vais essayer
        | je vais faire comme ça | je garde ça en tête | je m'en souviendrai
        | content de l'apprendre | contente de l'apprendre | ravie de l'apprendre
        | ravi de l'apprendre | merci à vous tous | merci les filles | merci bien à vous
        | bonne fin de week end""",
    channels="""mp | dm | message privé | messages privés | message direct | messagerie
        | messagerie privée | en privé | inbox | par mail | par email | par téléphone | e mail
        | mail | service client | service clients | service clientèle | service après vente
        | sav | formulaire | whatsapp | messenger | chat | conseillers""",
    send="""contactez | contacter | contactez nous | écrivez | écrire | écris | envoyez
        | envoyer | envoie | rejoignez | rapprochez | remplissez | appelez | appeler
        | adressez | adresser | joindre | communiquer | transmettre | utilisez | invitons
        | remplir | compléter | complétez | laissez | transmettez | transmets | communiquez
        | passez | indiquez | faites nous parvenir""",
    move="""contactez nous | écrivez nous | appelez nous | venez en mp | en mp | par mp
        | contactez nous en mp | envoyez nous un mp | envoyez nous un message | en message privé
        | par message privé""",
    option="""ou | sinon | toute autre | si besoin | en cas de besoin | n'hésitez pas
        | si vous avez | pour toute question | au besoin | si jamais""",
    more="""autre question | toute autre question | autres questions | d'autres questions""",
    answers="""sommes ouverts | est ouvert | ouvert | ouverts | est parti | arrivera
        | arrive demain | revient | a été effectué | avons remboursé | a été remboursé
        | disponible | en stock | vous pouvez retrouver | vous trouverez | coûte | gratuit
        | gratuite | oui | non | il suffit | expédié | livré | livrée | comptez | épuisée
        | épuisé | sont admis | est admis | en rupture | part aujourd'hui | part demain
        | part ce | arrive aujourd'hui | arrive ce | en route | est réparé""",
    padding="""bonjour | bonsoir | salut | merci | désolé | désolée | désolés | sommes | navrés
        | navré | excuses | excuser | présentons | regrettons | désagrément | gêne | situation
        | comprenons | comprendre | aider | aide | puissions | pouvez | pourriez | voir
        | regarder | vérifier | étudier | traiter | résoudre | solution | occupe | afin | numéro
        | commande | dossier | réservation | client | clients | nom | prénom | adresse | mail
        | email | téléphone | coordonnées | informations | détails | message | messages | privé
        | direct | service | plus | rapidement | dès | possible | équipe | conseiller
        | conseillers | belle | bonne | journée | cordialement | vite | invitons | inviter
        | s'il | plaît | svp | reviendrons | revenir | vers | directement | sentiment
        | apprendre | lire""",
)

ES = Words(
    common="""el | la | los | las | un | una | de | del | y | es | yo | mi | mis | su | sus | tu
        | tus | que | qué | en | con | por | para | no | se | me | te | le | les | lo | nos | ya
        | muy | pero | más | como | cómo | este | esta | esto | son | está | están | estoy | hay
        | al | o | si | sí | ha | he | han | desde | hace | ayer | hoy | mañana | todo | todos
        | ni | sin | nada | cuando | ustedes | vosotros | fue | era | tengo | tienen | bien
        | eso | usted | solo | también | porque | pasado | número | unos | nuestro | nuestra
        | algo | quiero | así""",
    openers="""hola | buenas | buenos | días | tardes | noches | hey | y | pero | o | entonces
        | por | favor | disculpe | disculpen | perdón | gracias | vale | ok | oigan | saludos
        | estimados | pues | también | una | buen | día | tarde | noche | feliz | lindo
        | bonito""",
    negators="""no | nunca | jamás | ningún | ninguna | ninguno | sin | ni | tampoco""",
    ask="""cómo puedo | cómo hago | cómo se | cómo es | cómo funciona | cómo cambio
        | cómo cancelo | cuánto | cuántos | cuánta | cuántas | cuánto cuesta | cuándo
        | cuándo llega | dónde | dónde está | dónde puedo | por qué | qué hago | qué hora
        | a qué hora | qué precio | qué puedo | qué tal es | qué es | qué horario | qué debo
        | qué pasa con | quién puede | cuál es | cuál | cuáles | tienen | tenéis | tienes | hay
        | hacen | hacéis | puedo | pueden | podéis | podrían | podría | puede | puedes
        | podrías | me pueden | me puede | me podrían | me podría | me podéis | me puedes
        | se puede | se pueden | aceptan | aceptáis | envían | enviáis | venden | vendéis
        | abren | abrís | cierran | es posible | sirve | sirve también | alguien sabe
        | alguien tiene | alguien conoce | sabéis | saben si | sabe si | está disponible
        | están abiertos | precio | precios | información | info | ayuda | ayúdenme
        | sí por favor | necesito | quisiera | quería | pásenme | pasadme | mándenme | avísenme
        | respondan | contesten | vale también para | hay que | me dicen""",
    help="""necesito ayuda | necesito | me ayudan | me ayuden | me ayude | ayúdenme | ayudadme
        | pueden ayudarme | quiero cancelar | quiero cambiar | quiero saber | quiero devolver
        | quiero que | quisiera | me gustaría | querría | quería saber | quería preguntar
        | quiero comprar | una pregunta | una duda | una consulta | tengo una duda | me pueden
        | me puede | me podrían | me podría | me podéis | podrían | pueden decirme | me dicen
        | díganme | dígame | me interesa | estoy interesado | estoy interesada | busco
        | estoy buscando | no encuentro | no consigo | no sé cómo | no sé si | no sé dónde
        | alguien sabe | de antemano | por adelantado | a la espera | espero su respuesta
        | espero respuesta | quedo atento | quedo atenta | quedo pendiente
        | olvidé mi contraseña | olvidado mi contraseña | por favor | porfa | porfavor
        | más información | saber si | cómo puedo | me refería | me haría falta | me hace falta
        | me hacen falta | hagan algo | hagan el favor | arreglen | arréglenlo | solucionen
        | solucionadlo | me gustaría saber | se puede | también necesito | quiero información
        | me pregunto si | quisiera saber | sáquenme | tengo que mover mi | me gustaría hablar""",
    fault="""no funciona | no funcionan | no me funciona | no ~ funciona | sin funcionar
        | sigue sin | no carga | no abre | no enciende | no se abre | no me deja | no deja
        | no puedo entrar | no puedo acceder | no puedo iniciar | no puedo ingresar
        | no puedo usar | no puedo | no me permite | dejó de funcionar | se cuelga | se traba
        | mensaje de error | me sale error | me da error | da error | devuelvan ~ dinero
        | devuelvan el dinero | quiero mi dinero | quiero ~ reembolso | quiero ~ devolución
        | cuenta bloqueada | se cierra todo | se cierra ~ sola""",
    gripe="""sigo esperando | seguimos esperando | llevo ~ esperando | llevo esperando
        | llevo horas | llevo días | todavía no | aún no | aun no | no me ha llegado
        | no ha llegado | no llega | nunca llegó | no llegó | no he recibido | no recibí
        | nunca recibí | nadie contesta | nadie responde | nadie atiende | nadie me | nadie da
        | sin respuesta | no responden | no contestan | ninguna respuesta | nunca más
        | jamás vuelvo | no vuelvo | no vuelvo a | otra vez | de nuevo con | gracias por nada
        | gracias por hacerme | perder la | perder el tiempo | perder tiempo
        | pérdida de tiempo | una vergüenza | vergüenza | vergonzoso | estafa | estafadores
        | robo | ladrones | timo | engaño | publicidad engañosa | inaceptable | indignante
        | es el colmo | el colmo | harto | harta | hartos | tomadura de pelo | falta de respeto
        | no puede ser | el peor | la peor | lo peor | peor servicio | pésimo | pésima | fatal
        | devolución | reembolso | reclamación | reclamo | queja | equivocado | equivocada
        | subida de precio | no es normal | no recomiendo | no lo recomiendo | mal servicio
        | arruinadas | arruinado | arruinada | arruinaron | se burlan | cobraron de más
        | cobran de más | muy caro | demasiado caro | decepcionado | decepcionada
        | decepcionante | decepción | llevo ~ horas | llevo ~ semanas | llevo ~ días
        | llevo ~ meses | cobraron doble | cobraron dos veces | cobrado dos veces
        | cobrado doble | doble cobro | tercera cita | tercera vez | segunda vez | cuarta vez
        | para nada | me gritó | nos gritó | me habló fatal | me colgaron | cada vez que
        | horas de cola | horas en la cola | horas esperando | días esperando | pierdo un día
        | perdí el día | no se lo recomiendo | no volveré | no volveremos | no volver
        | jamás volveré | ni una disculpa | sin avisar | no cumple | no cumplen | no es lo que
        | decepciona | qué vergüenza | qué asco | vaya servicio | vaya timo
        | no sirve para nada | no sirven para nada | dinero tirado | plata tirada
        | dinero a la basura | no vino nadie | nadie vino | nadie apareció | no apareció nadie
        | cada vez peor | supuestamente entregado | otra vez cancelado | otro tren cancelado
        | no se parece en nada | nada que ver con la foto | no dura ni una hora
        | a nadie le importa | sigue sin aparecer | ni rastro""",
    bad="""mal | mala | malo | malos | malas | horrible | terrible | asco | asqueroso | roto
        | rota | rotos | rotas | dañado | dañada | defectuoso | defectuosa | retraso | retrasos
        | tarde | lento | lenta | caro | cara | sucio | frío | problema | problemas | error
        | errores | fallo | fallos | inútil | inútiles | ridículo | lamentable | grosero
        | grosera | groseros | maleducado | maleducados | enojado | enojada | enfadado
        | enfadada | molesto | molesta | triste | desastre | incompetentes | mentira
        | mentirosos | porquería | basura | mierda | falta | faltan | perdido | caducado | peor
        | insatisfecho | frustrante | quemado | fría | rayado | rayada | sucia | soso
        | incómodo | ruidoso | arrogante | antipático | antipática | mojado | inservible
        | penoso | penosa | chapuza | desastroso | pésimamente | grosería | mohoso | mohosa
        | rancio | podrido | podrida | qué asco | aplastado | aplastada | aplastados
        | aplastadas | derretido | derretida | derretidos | derretidas | marchito | marchita
        | marchitas | marchitos | abollado | abollada | doblado | rasgado | rasgada | rajado
        | rajada | despegado | despegada | despegadas | quemada | quemados | pasado de fecha
        | caducada | caducados | manchado | manchada | chamuscado | talla equivocada
        | color equivocado | nunca llegó | nunca llegaron | nunca apareció | horas de espera
        | semanas de espera | días de espera | averiado | averiada | fríos | frías""",
    praise="""me encanta | me encantan | me encantó | nos encanta | nos encantó | me fascina
        | los mejores | las mejores | el mejor | la mejor | lo mejor | nada mal | nada malo
        | lo recomiendo | los recomiendo | la recomiendo | totalmente recomendable
        | recomendable | recomendado | 100 recomendado | muy recomendable | sigan así
        | seguid así | buen trabajo | gran trabajo | muy buen | qué maravilla | una maravilla
        | qué rico | qué bueno | qué buena | qué bonito | qué bonita | qué lindo | qué linda
        | un diez | 5 estrellas | cinco estrellas | felicidades | felicitaciones | enhorabuena
        | sin quejas | ninguna queja | volveremos | volveré | de diez | chapó
        | gracias a ~ equipo | se merece | merece un | volvería | repetiré | repetiremos
        | gracias al equipo | un acierto | qué delicia | una delicia | qué gusto | da gusto
        | vale la pena | vale cada | me ha encantado | nos ha encantado | ni una queja
        | ni una sola queja | unos ángeles | para chuparse los dedos | una pasada
        | me quito el sombrero | enhorabuena a todos | felicitaciones a todos
        | sois unos cracks | son unos cracks | vale cada centavo | flipando con | es una bomba
        | son una bomba | están de muerte | está de muerte | sois de diez | son de diez
        | queja de diez | eso sí es atención | eso sí es servicio | esto sí es servicio
        | esto sí es atención | es un genio | son unos ángeles | es un ángel""",
    good="""bueno | buena | buenos | buenas | buenísimo | buenísima | excelente | excelentes
        | genial | increíble | fantástico | fantástica | maravilloso | maravillosa | maravilla
        | estupendo | perfecto | perfecta | espectacular | delicioso | deliciosa | rico | rica
        | riquísimo | bonito | bonita | hermoso | hermosa | precioso | preciosa | lindo | linda
        | amable | amables | atento | atentos | contento | contenta | feliz | satisfecho
        | satisfecha | encantado | encantada | recomiendo | impecable | profesional
        | profesionales | rápido | rápida | mejor | mejores | encanta | top | súper | divino
        | cómodo | cómoda | exquisito | exquisita | sabroso | sabrosa | encantador
        | encantadora | simpático | simpática | simpáticos | atenta | eficiente | puntual
        | profesionalidad | agradable | buenísimos | crujiente | riquísimos | riquísimas
        | riquísima | impecables | deliciosos | deliciosas | divinas | divinos | preciosos
        | preciosas | espectaculares | geniales | buenísimas | contentísimo | contentísima
        | encantadores""",
    sharing="""acabo de recoger | acabo de comprar | acabo de recibir | acaba de llegar
        | acabo de estrenar | me acaba de llegar | acabamos de | acabo de | miren lo
        | mirad lo | mira lo | miren | mirad | miren esto | les comparto | os comparto
        | comparto | aquí mi | aquí les | mi reseña | mi video | mi opinión completa
        | unboxing | recuerdo de | recuerdos de | verano pasado | llegó hoy | por fin llegó
        | ya llegó | hice su receta | hice vuestra receta | su receta | vuestra receta
        | probando | estrenando | así quedó | así ha quedado | en camino a | rumbo a
        | nueva entrada | nuevo post | nuestro rinconcito | nuestro nuevo | nuestra nueva
        | aquí estamos | así me quedó | hecho con su | hecho con vuestro | antes y después
        | les presento | os presento | domingo en familia | probé su | probé vuestra
        | hice vuestra | estrené | de paseo con""",
    neutral="""buenos días | buenas tardes | buenas noches | buen día | buena tarde
        | buena noche | buenas | buen fin | buen viaje | buena suerte | no hay problema
        | sin problema | sin problemas | ningún problema | no pasa nada | no te preocupes
        | no se preocupe | no se preocupen | estaría bien | estaría genial | sería genial
        | sería bueno | sería perfecto | lo antes posible | feliz tarde | feliz día
        | feliz noche | feliz año | feliz navidad | más tarde | esta tarde | por la tarde
        | de la tarde | a la tarde | la tarde | menos mal | qué tal | hace falta | hasta mañana
        | todo bien | no hay de qué | hay que | no está mal | buen provecho | mejor forma
        | mejor manera | cada vez mejor | a lo mejor | problema resuelto | rico todo
        | no hay prisa | dirección de devolución | política de devolución | plazo de devolución
        | linda tarde | lindas tardes | bonita tarde | bonitas tardes | excelente tarde
        | hermosa tarde""",
    thanks="""excelente día | ha funcionado | ya funcionó | fantástico | fenomenal
        | excelente tarde | gracias | muchas gracias | muchísimas gracias | mil gracias
        | mil mil gracias | millón de gracias | un millón de gracias | grax | grs | agradecido
        | agradecida | muy agradecido | muy agradecida | se agradece | te lo agradezco
        | se lo agradezco | lo agradezco | vale | de acuerdo | perfecto | genial | estupendo
        | excelente | muy bien | está bien | entendido | entiendo | comprendo | recibido
        | anotado | todo claro | me queda claro | queda claro | solucionado | resuelto
        | ya funciona | ya me funciona | problema resuelto | no hay problema | sin problema
        | sin problemas | ningún problema | no pasa nada | no te preocupes | no se preocupe
        | no se preocupen | de nada | por nada | no hay de qué | con gusto | un placer
        | a ustedes | a ti | a vosotros | igualmente | buen fin de semana | feliz día
        | feliz tarde | feliz noche | feliz fin de semana | feliz año | feliz navidad
        | que tengan buen día | que tenga buen día | que tengas buen día | un saludo
        | un abrazo | hasta luego | hasta pronto | adiós | chao | nos vemos | bendiciones
        | muy amable | muy amables | qué amable | qué amables | no gracias | saludos cordiales
        | un cordial saludo | gracias de nuevo | gracias otra vez | de nuevo gracias
        | de nuevo muchas gracias | muchas gracias de nuevo | gracias igualmente
        | que tengan un buen día | que tenga un buen día | que tengas un buen día | ok gracias
        | muy agradecidos | le agradezco | les agradezco | saludos | un abrazo grande
        | buen finde | bonito día | lindo día | qué bien | a usted | ahora funciona
        | ahora sí funciona | está perfecto | todo bien gracias | con mucho gusto
        | se lo agradezco mucho | te lo agradezco mucho | os lo agradezco
        | os lo agradezco mucho | lo agradezco mucho | agradezco mucho | te agradezco
        | gracias mil | buenísimo | guay | feliz finde | para ti también | a ti también | órale
        | ándale | ándale pues | sale pues | sale y vale | dale | okis | okas | oki | vale vale
        | bárbaro | joya | de lujo | de maravilla | perfectísimo | súper | súper bien | chévere
        | bacán | bacano | buena onda | macanudo | fabuloso | espectacular | ya entendí
        | ya entiendo | ya lo entendí | lo entiendo | entiendo perfectamente | comprendido
        | enterado | enterada | quedo enterado | quedo enterada | tomo nota | ya quedó claro
        | me quedó claro | quedó claro | clarísimo | está claro | bueno saberlo
        | es bueno saberlo | está bien saberlo | me alegro | me alegro mucho | me alegra
        | me alegra saberlo | me alegra mucho | infinitas gracias | gracias infinitas
        | gracias totales | miles de gracias | muchas muchas gracias | grasias
        | dios los bendiga | que dios los bendiga | dios te bendiga | que dios te bendiga
        | dios le bendiga | que dios le bendiga | linda tarde | linda noche
        | lindo fin de semana | bonita tarde | bonita noche | bonito fin de semana
        | feliz domingo | feliz semana | buena semana | buen domingo | buen sábado
        | que pasen buen día | que pase buen día | que pases buen día | que pase bonito día
        | que estés bien | que estén bien | que esté bien | cuídate | cuídense | cuídese
        | hasta la próxima | hasta entonces | nos vemos pronto | chau | chaito | abrazo
        | abrazos | un beso | besos | besitos | un saludito | saluditos | muy agradecidas
        | quedo agradecida | quedo agradecido | quedo muy agradecida | quedo muy agradecido
        | estoy muy agradecida | estoy muy agradecido | eternamente agradecida
        | eternamente agradecido | lo tendré en cuenta | lo tengo en cuenta | así lo haré
        | lo haré | eso haré | me sirve | me sirve mucho | me ha servido | me ayudó mucho
        | me ayuda mucho | buena noticia | excelente noticia | excelentes noticias | muy gentil
        | muy gentiles | muy lindo de su parte | muy amable de su parte
        | buenas noches y gracias | feliz resto del día | buen resto del día | buen viernes
        | feliz viernes | felices fiestas""",
    channels="""dm | md | mp | mensaje directo | mensaje privado | mensajes directos
        | mensajes privados | por privado | privado | por interno | interno | inbox
        | por mensaje | un mensaje | por correo | correo | por teléfono | whatsapp | messenger
        | atención al cliente | servicio al cliente | servicio de atención | formulario | chat
        | email | teléfono de atención""",
    send="""envíanos | envíenos | envianos | enviadnos | enviarnos | enviar | mándanos
        | mándenos | mandarnos | mandar | mandadnos | escríbenos | escríbanos | escribidnos
        | escribirnos | escribir | contáctanos | contáctenos | contactarnos | contacta
        | contacte | contactar | comunícate | comuníquese | llámanos | llámenos | llama
        | llamar | dirígete | diríjase | rellena | escribimos | hemos escrito | hemos enviado
        | comparte | facilítanos | indícanos | pásanos | pásenos | pasadnos | déjanos
        | déjenos | rellenar | completa | complete | completar | mandas | envías
        | puedes mandarnos""",
    move="""contáctanos | contáctenos | escríbenos por privado | escríbenos | llámanos | al dm
        | por dm | por md""",
    option="""o | si no | si tienes más | si tiene más | cualquier duda | cualquier otra
        | para más | si necesitas | si lo prefieres | si lo deseas | alguna duda
        | también puedes | de lo contrario""",
    more="""más preguntas | más dudas | si tienes más preguntas | si tiene más preguntas
        | si tienes más dudas | si tiene más dudas | otra duda | cualquier otra duda
        | otra consulta | cualquier otra consulta | otra pregunta | cualquier otra pregunta
        | otras preguntas | otras dudas""",
    answers="""abrimos | abierto | abiertos | salió | llega mañana | llegará | llega el
        | vuelve | hemos hecho | hemos reembolsado | hicimos el reembolso | disponible
        | en stock | puedes encontrar | encontrarás | cuesta | gratis | sí | enviado
        | entregado | tarda | tardará | agotada | agotado | pueden estar | se puede
        | está permitido | sale hoy | sale mañana | llega hoy | en camino | ya funciona""",
    padding="""hola | buenos | buenas | días | tardes | noches | gracias | lamentamos | sentimos
        | lamento | siento | disculpa | disculpas | disculpe | perdón | molestias
        | inconvenientes | inconveniente | ocurrido | sucedido | entendemos | comprendemos
        | podamos | poder | puedes | puede | ayudarte | ayudarle | ayudar | ayuda | ayudaros
        | revisar | revisarlo | revisemos | verificar | comprobar | gestionar | solucionar
        | solucionarlo | caso | situación | número | pedido | reserva | nombre | completo
        | apellidos | datos | detalles | dirección | teléfono | correo | mensaje | directo
        | directos | privado | cliente | clientes | atención | servicio | nuestro | nuestra
        | equipo | favor | paciencia | saludo | saludos | contacto | así | pronto | antes
        | posible | información | experiencia""",
)

PT = Words(
    common="""o | os | as | um | uma | de | do | da | dos | das | e | é | eu | meu | minha
        | meus | minhas | seu | sua | vocês | você | vcs | vc | que | em | no | na | nos | nas
        | com | por | para | pra | não | nao | se | me | já | muito | mas | mais | como | este
        | esta | isso | são | está | estão | estou | ao | ou | foi | tem | há | desde | ontem
        | hoje | amanhã | tudo | nem | sem | nada | quando | tenho | bem | só | também | porque
        | passada | número | nosso | nossa | ainda | pelo | pela | até | esse | essa | aqui
        | fiquei | aos | uns | ele | ela | quero | terça | oi | olá""",
    openers="""oi | olá | ola | bom | boa | dia | tarde | noite | ei | e | mas | ou | então
        | por | favor | desculpe | obrigado | obrigada | gente | pessoal | ok | aí | também
        | opa | gostaria""",
    negators="""não | nao | nunca | jamais | nenhum | nenhuma | sem | nem | tampouco""",
    ask="""como faço | como posso | como que | como é | como funciona | como cancelo
        | como troco | quanto | quantos | quanto custa | quanto é | quando | quando chega
        | onde | onde está | onde fica | onde posso | cadê | por que | porque | pq | qual
        | qual é | quais | que horas | que dia | a que horas | o que eu | o que é | o que faço
        | quem pode | vocês tem | vocês têm | vocês podem | vocês fazem | vocês entregam
        | vocês aceitam | vcs tem | vcs fazem | tem | têm | tem como | há | aceitam | entregam
        | fazem | vendem | abrem | fecham | pode me | podem me | poderia | poderiam | posso
        | podem | é possível | dá para | dá pra | serve | serve também | alguém sabe
        | alguém tem | alguém conhece | sabem se | preço | valor | preciso | gostaria de
        | queria | me ajudem | me ajuda | me ajude | ajuda | sim por favor | me mandem
        | me manda | me respondam | respondam | podiam | me podem | me diz | é preciso""",
    help="""preciso de ajuda | preciso | me ajudem | me ajude | me ajuda | podem me ajudar
        | gostaria de | queria saber | queria | quero cancelar | quero trocar | quero saber
        | quero devolver | quero comprar | quero estorno | uma pergunta | uma dúvida
        | tenho uma dúvida | podem me | pode me | poderiam | poderia | me mandar | me informar
        | me dizer | me enviar | tenho interesse | estou interessado | estou interessada
        | procuro | estou procurando | não encontro | não acho | não sei como | não sei se
        | não sei onde | não consigo encontrar | não consigo achar | alguém sabe | desde já
        | antecipadamente | no aguardo | aguardo retorno | aguardo resposta
        | aguardando retorno | aguardo | esqueci minha senha | esqueci a senha | por favor
        | pfv | mais informações | saber se | como faço | vou precisar | vamos precisar
        | precisar da | precisar de | façam alguma coisa | façam algo | resolvam | arrumem
        | me tragam | dá para | dá pra | é possível | também preciso | gostaria
        | gostava de saber | gostaria de saber | tirem me | tenho de mudar | preciso mudar
        | gostava de falar | gostaria de falar""",
    fault="""não funciona | não funcionam | não está funcionando | não tá funcionando
        | não ~ funciona | parou de funcionar | não carrega | não abre | não liga | não entra
        | não deixa | não consigo entrar | não consigo acessar | não consigo | não me deixa
        | trava | travando | fica travando | mensagem de erro | dá erro | dando erro
        | deu erro | dinheiro de volta | quero ~ reembolso | quero estorno
        | quero meu dinheiro | conta bloqueada | tudo trava | trava tudo""",
    gripe="""continuo esperando | estou esperando | esperando há | tô esperando
        | até agora nada | ainda não | não chegou | nunca chegou | não recebi | nunca recebi
        | ninguém responde | ninguém atende | ninguém me | ninguém resolve | sem resposta
        | não respondem | não atendem | nenhuma resposta | nunca mais | jamais compro | de novo
        | outra vez | obrigado por nada | obrigada por nada | obrigado por estragar
        | estragar meu | perda de tempo | um absurdo | absurdo | absurda | vergonha
        | vergonhoso | uma vergonha | golpe | golpistas | enganação | propaganda enganosa
        | roubo | ladrões | inaceitável | inadmissível | falta de respeito | desrespeito
        | descaso | palhaçada | de palhaço | não aguento | cansado de | cansada de | o pior
        | a pior | pior | péssimo | péssima | horrível | estorno | reembolso | reclamação
        | reclamar | procon | errado | errada | trocado | aumento de preço | não gostei
        | não recomendo | decepcionado | decepcionada | decepcionante | decepção | arruinadas
        | arruinado | arruinada | caro demais | muito caro | paguei caro | só dor de cabeça
        | dor de cabeça | cobraram duas | cobrado duas vezes | cobraram em dobro
        | cobrança duplicada | terceira vez | segunda vez | quarta vez | à toa | gritou comigo
        | me tratou mal | me trataram mal | desligaram na | toda vez | horas na fila
        | horas de fila | horas esperando | dias esperando | perco um dia | perdi o dia
        | perdi minha | não volto mais | não volto | não voltarei | sem avisar | não cumpre
        | não cumprem | não é o que | nem um pedido | que vergonha | fujam | me arrependi
        | arrependida | arrependido | deixou a desejar | deixaram a desejar
        | não serve pra nada | não serve para nada | dinheiro jogado fora
        | dinheiro deitado fora | dinheiro no lixo | ninguém apareceu | ninguém veio
        | não veio ninguém | cada vez pior | supostamente entregue | suprimido | suprimidos
        | cancelado de novo | nada a ver com a foto | não dura uma hora | ninguém quer saber
        | ninguém se importa | nem sinal | é piada | só pode ser piada | não aguenta uma hora""",
    bad="""mal | mau | má | ruim | ruins | terrível | lixo | nojo | nojento | quebrado
        | quebrada | quebrou | danificado | danificada | defeito | defeituoso | atraso
        | atrasos | atrasado | atrasada | demora | demorado | demorou | lento | lenta | caro
        | cara | sujo | frio | problema | problemas | erro | erros | falha | falhas | inútil
        | ridículo | lamentável | grosso | grosseiro | grossos | chateado | chateada | irritado
        | irritada | triste | desastre | incompetentes | mentira | mentirosos | porcaria
        | merda | falta | faltando | faltou | perdido | vencido | insatisfeito | insatisfeita
        | frustrante | rasgou | estragado | estragou | queimado | fria | riscado | riscada
        | suja | sem gosto | barulhento | arrogante | antipático | molhado | imprestável
        | vergonhoso | demorada | rasgado | rasgada | bagunça | azedo | horríveis | mofado
        | bolor | mofo | rançoso | podre | que nojo | inacreditável | esmagado | esmagada
        | esmagados | esmagadas | amassado | amassada | amassados | derretido | derretida
        | derretidos | murcho | murcha | murchos | murchas | rasgados | rachado | rachada
        | torto | torta errada | queimada | queimados | vencida | vencidos | manchado
        | manchada | descolado | descolada | avariado | avariada | tamanho errado | cor errada
        | nunca chegou | nunca chegaram | horas de espera | semanas de espera | dias de espera
        | frios | frias""",
    praise="""amei | amo | adoro | adorei | amamos | adoramos | os melhores | as melhores
        | o melhor | a melhor | nada mal | super recomendo | recomendo muito | eu recomendo
        | recomendadíssimo | recomendo a todos | recomendo | continuem assim | ótimo trabalho
        | bom trabalho | que maravilha | uma maravilha | que delícia | uma delícia | nota 10
        | nota dez | 5 estrelas | cinco estrelas | parabéns pelo | parabéns pela | parabéns a
        | parabéns à | sem defeitos | nada a reclamar | estão de parabéns | voltarei
        | voltaremos | virei cliente | virei fã | merece um | merecem um | merece nota
        | com certeza volto | volto sempre | voltaremos sempre | obrigado a toda equipe
        | vale a pena | vale cada | que capricho | gostei muito | gostamos muito | amei o
        | amei a | mandaram bem | arrasaram | de parabéns | nada a apontar | sem nada a apontar
        | nenhuma queixa | uns anjos | vocês são demais | são demais | são os maiores
        | de chorar por mais | tiro o chapéu | que dia maravilhoso | que dia lindo
        | que dia incrível | que dia perfeito | que dia bom | que dia ótimo | parabéns a todos
        | top demais | amando meu | amando minha | amando minhas | amando meus | amando o
        | amando a | isso sim é atendimento | isso sim é serviço | isto sim é atendimento
        | isto sim é serviço | é um gênio | é um génio | é um anjo | são uns anjos""",
    good="""bom | boa | bons | boas | ótimo | ótima | ótimos | ótimas | excelente | excelentes
        | incrível | fantástico | fantástica | maravilhoso | maravilhosa | maravilhosos
        | perfeito | perfeita | sensacional | espetacular | delicioso | deliciosa | gostoso
        | gostosa | bonito | bonita | lindo | linda | lindos | lindas | gentil | gentis
        | atencioso | atenciosos | educado | educados | simpático | simpáticos | feliz
        | contente | satisfeito | satisfeita | encantado | impecável | profissional | rápido
        | rápida | melhor | melhores | top | show | confortável | saboroso | saborosa
        | encantador | atenciosa | prestativo | prestativa | eficiente | pontual | agradável
        | caprichado | fofo | fofa | ágil | crocante | deliciosos | deliciosas | impecáveis
        | maravilhosas | incríveis | divinas | divinos | sensacionais | fantásticos
        | fantásticas | confortáveis | felicíssimo | felicíssima""",
    sharing="""acabei de buscar | acabei de comprar | acabei de receber | acabou de chegar
        | acabei de | olha o que | olha só | olhem só | olhem o | olhem | vejam | veja o
        | compartilhando | minha resenha | meu vídeo | unboxing | lembrança da | lembrança do
        | lembranças | verão passado | chegou hoje | finalmente chegou | enfim chegou
        | fiz a receita | fiz a sua receita | sua receita | testando | estreando | ficou assim
        | a caminho | rumo a | novo post | novo vídeo | nosso cantinho | nosso novo
        | nossa nova | ficou pronto | ficou pronta | antes e depois | feito com | fizemos a
        | apresento | domingo em família | testei a | experimentei a | estreei | passeio com""",
    neutral="""bom dia | boa tarde | boa noite | boa semana | bom fim | bom final
        | bom trabalho pessoal | boa sorte | boa viagem | sem problema | sem problemas
        | nenhum problema | não tem problema | não há problema | seria bom | seria ótimo
        | seria legal | o mais rápido | feliz ano | feliz natal | mais tarde | não foi nada
        | tudo bem | tudo bom | tá bom | está bom | ainda bem | faz falta | melhor forma
        | melhor maneira | problema resolvido | não faz mal | quando eu | que bom | cara
        | de nada | obrigado de novo | obrigada de novo""",
    thanks="""funcionou | deu certo | ótimo dia | excelente dia | ótima tarde | fantástico
        | obrigado | obrigada | obg | obgd | brigado | brigada | muito obrigado
        | muito obrigada | obrigadão | obrigadinha | valeu | vlw | agradeço | agradecido
        | agradecida | grato | grata | gratidão | tá bom | tá bem | está bem | está bom | certo
        | certinho | beleza | blz | perfeito | ótimo | ótima | maravilha | excelente | show
        | show de bola | joia | jóia | legal | entendi | entendido | compreendo | recebido
        | anotado | já funciona | problema resolvido | sem problema | sem problemas
        | nenhum problema | não tem problema | não há problema | de nada | por nada | imagina
        | disponha | às ordens | igualmente | bom fim de semana | bom final de semana
        | tenha um bom dia | tenham um bom dia | um abraço | abraço | abraços | beijo | beijos
        | bjs | até logo | até mais | até breve | até amanhã | tchau | feliz ano novo
        | feliz natal | não obrigado | não obrigada | muito gentil | que bom | obrigado de novo
        | obrigada de novo | de novo obrigado | de novo obrigada | mais uma vez obrigado
        | mais uma vez obrigada | obrigado mais uma vez | obrigada mais uma vez
        | tudo certo obrigado | bom final de semana | uma boa semana | boa semana
        | bom trabalho | agora funciona | agora funcionou | agora deu certo | obrigadíssima
        | obrigadíssimo | muitíssimo obrigado | muitíssimo obrigada | com licença obrigado
        | agradeço muito | que ótimo | deu certo obrigado | deu certo obrigada | está ótimo
        | tudo bem obrigado | tudo bem obrigada | muito bem | brigadão | valeu mesmo
        | valeu demais | muito agradecido | muito agradecida | agradeço imenso | muito gentis
        | muito amável | para você também | pra você também | para vocês também | bom fds
        | fixe | bué fixe | porreiro | boa | top demais | bacana | joinha | fechado | fechou
        | combinado | demorou | tranquilo | tranquila | tá ótimo | tá certo | tá beleza
        | tá joia | já percebi | percebi | percebido | já entendi | agora entendi
        | agora percebi | entendi tudo | ficou claro | ficou tudo claro | está claro
        | claríssimo | fico ciente | ciente | anotei | registado | bom saber | é bom saber
        | fico feliz | fico contente | fico muito feliz | fico muito contente
        | fico muito grata | fico muito grato | fico grata | fico grato | muito grato
        | muito grata | sou muito grata | sou muito grato | bem haja | bem hajam | deus abençoe
        | deus te abençoe | deus vos abençoe | deus abençoe vocês | que deus abençoe
        | que deus te abençoe | tmj | tamo junto | estamos juntos | é nóis | valeu valeu
        | valeuzão | valeu aí | brigadinho | brigadinha | agradeço de coração
        | agradeço a atenção | agradeço a ajuda | agradeço imenso a ajuda
        | agradeço a gentileza | agradeço muito a ajuda | agradeço a resposta
        | agradeço a vossa ajuda | obrigado eu | obrigada eu | eu que agradeço
        | eu é que agradeço | obrigado você | obrigada você | bom domingo | ótima semana
        | bom feriado | boa páscoa | boas festas | boa continuação | continuação de bom dia
        | resto de bom dia | bom resto de dia | tenha uma boa tarde | tenha uma ótima tarde
        | tenha um ótimo dia | tenham um ótimo dia | uma ótima tarde | um ótimo dia
        | até à próxima | até depois | até já | fiquem bem | fica bem | fique bem
        | fique com deus | fiquem com deus | beijinhos | bj | bjo | bjos | bjinhos | abs
        | cumprimentos | cumps | com os melhores cumprimentos | melhores cumprimentos
        | atenciosamente | cordialmente | vou fazer isso | farei isso | vou tentar isso
        | ajudou muito | me ajudou muito | ajudou bastante | me ajudou | já me ajudou
        | foi útil | muito útil | ótima notícia | boa notícia | muito querida | muito querido
        | muito simpático | muito simpática | muito simpáticos | um beijo | um beijinho
        | muito amáveis | bom descanso | boa noite e obrigada | feliz páscoa""",
    channels="""dm | direct | mp | md | inbox | mensagem direta | mensagem privada
        | mensagens diretas | no privado | privado | por mensagem | uma mensagem | por email
        | e mail | email | por telefone | telefone | whatsapp | messenger | chat
        | nosso atendimento | central de atendimento | atendimento | sac | apoio ao cliente
        | suporte | formulário | linha de apoio""",
    send="""envie | enviar | envia | enviem | mande | mandar | manda | mandem | escreva
        | escrever | chame | chama | chamar | entre em contato | entrar em contato
        | entre em contacto | contacte | contate | contatar | ligue | ligar | fale | falar
        | acesse | preencha | encaminhe | enviamos | chamamos | informe | passe | passa
        | preencher | informar | deixe | complete | liguem""",
    move="""nos chame | chame a gente | nos chama | nos envie uma dm | nos mande uma dm
        | fale conosco | fale connosco | entre em contato conosco | no direct | via dm | por dm
        | chama na dm | na dm""",
    option="""ou | caso | se tiver | qualquer dúvida | se precisar | se preferir | qualquer outra
        | alguma dúvida | também pode | senão | caso contrário""",
    more="""outra dúvida | qualquer outra dúvida | outras dúvidas | mais dúvidas
        | outra questão | qualquer outra questão | outras questões | mais perguntas""",
    answers="""abrimos | aberto | abertos | saiu | chega amanhã | chegará | chega na | volta
        | já fizemos | reembolsamos | foi reembolsado | disponível | em estoque
        | você encontra | pode encontrar | custa | grátis | sim | enviado | entregue | demora
        | leva | esgotou | esgotado | podem ficar | é permitido | sai hoje | sai amanhã
        | chega hoje | a caminho | já funciona""",
    padding="""olá | oi | bom | boa | dia | tarde | noite | obrigado | obrigada | agradecemos
        | sentimos | lamentamos | desculpe | desculpas | pedimos | perdão | transtorno
        | transtornos | inconveniente | ocorrido | entendemos | possamos | podermos | poder
        | pode | poderia | ajudar | ajudá | lo | ajuda | verificar | analisar | resolver | caso
        | situação | número | pedido | reserva | nome | completo | cpf | dados | detalhes
        | endereço | telefone | mail | mensagem | direta | privada | cliente | clientes
        | atendimento | equipe | favor | gentileza | abraço | contato | contacto | nosso | nossa
        | conosco | connosco | assim | gente | informações | experiência | breve""",
)

IT = Words(
    common="""il | lo | gli | i | la | le | un | una | uno | di | del | della | dei | delle | e
        | è | io | mio | mia | miei | mie | suo | sua | vostro | vostra | vostri | voi | che
        | in | con | per | non | si | mi | ti | ci | vi | già | molto | ma | più | come | questo
        | questa | sono | sta | sto | al | alla | o | ho | ha | hanno | avete | da | ieri | oggi
        | domani | tutto | né | senza | niente | quando | bene | anche | perché | scorso
        | scorsa | nostro | nostra | ancora | dal | dalla | nel | nella | sul | sulla | era
        | dell | l | d | c | però | cosa | fino | sì | quello""",
    openers="""ciao | salve | buongiorno | buonasera | buon | giorno | hey | e | ma | o | allora
        | per | favore | scusate | scusi | grazie | ok | anche | senti | sentite | ragazzi
        | gentile | gentili | poi | però | quindi""",
    negators="""non | mai | nessun | nessuna | nessuno | senza | né | niente | nemmeno
        | neanche""",
    ask="""come posso | come faccio | come si | come funziona | come mai | come è | quanto
        | quanti | quanto costa | quando | quando arriva | dove | dov'è | dove posso
        | dove trovo | perché | quale | quali | qual è | che ora | a che ora | che orari
        | cosa devo | cosa posso | cosa faccio | che cosa | chi può | c'è | ci sono | avete
        | hai | potete | può | puoi | potreste | potrebbe | posso | si può | si possono
        | è possibile | fate | fate anche | spedite | consegnate | accettate | vendete | aprite
        | chiudete | siete aperti | vale anche | qualcuno sa | qualcuno ha | qualcuno conosce
        | sapete | prezzo | prezzi | costo | info | vorrei | mi servirebbe | mi serve
        | avrei bisogno | aiuto | aiutatemi | sì per favore | mandatemi | rispondetemi
        | rispondete | ditemi | mi dite | bisogna""",
    help="""ho bisogno | avrei bisogno | bisogno di aiuto | aiutatemi | mi aiuta | mi aiutate
        | potete aiutarmi | può aiutarmi | vorrei | mi piacerebbe | mi servirebbe | mi serve
        | voglio sapere | volevo sapere | volevo chiedere | una domanda | un'informazione
        | un informazione | potete mandarmi | potete dirmi | potete | potreste | potrebbe
        | mi dite | fatemi sapere | mi interessa | sono interessato | sono interessata | cerco
        | sto cercando | non trovo | non riesco a trovare | non so come | non so se
        | non so dove | qualcuno sa | in anticipo | anticipatamente | in attesa | attendo
        | aspetto una risposta | aspetto vostra | resto in attesa | dimenticato la password
        | per favore | per piacere | per cortesia | cortesemente | sapere se | sapere quando
        | sistemate | intendevo | mi occorre | mi occorrono | mi occorrerebbe | mi servono
        | avrei anche bisogno | fate qualcosa | risolvete | si può | è possibile
        | mi piacerebbe sapere | mi chiedo se | mi chiedevo se | vorrei sapere | toglietemi
        | devo spostare | mi piacerebbe parlare""",
    fault="""non funziona | non funzionano | non mi funziona | non ~ funziona | non funzionare
        | non va più | non va | non carica | non si apre | non si accende | non parte
        | non mi fa | non mi lascia | non riesco ad accedere | non riesco a entrare
        | non riesco ad entrare | non riesco a | non riesco | si blocca | si chiude
        | messaggio di errore | dà errore | mi da errore | smesso di funzionare
        | voglio ~ rimborso | voglio un rimborso | soldi indietro | rivoglio i soldi
        | account bloccato | si blocca tutto | si spegne | si chiude da""",
    gripe="""sto ancora aspettando | ancora aspettando | aspetto da | sto aspettando
        | ancora non | non è ancora arrivato | non è ancora | non è arrivato
        | non ancora arrivato | mai arrivato | non ho ricevuto | non ho ancora | mai ricevuto
        | nessuno risponde | non risponde nessuno | nessuno mi | nessuna risposta
        | senza risposta | non rispondete | mai più | di nuovo in | per l'ennesima | ennesima
        | ennesimo | grazie di niente | grazie per niente | grazie per avermi | rovinato
        | rovinata | rovinate | perdita di tempo | perdere tempo | vergogna | vergognoso
        | vergognosa | vergognatevi | truffa | truffatori | ladri | presa in giro
        | presi in giro | inaccettabile | assurdo | assurda | scandaloso | uno schifo | schifo
        | stufo | stufa | basta | il peggior | il peggiore | la peggiore | peggior | pessimo
        | pessima | pessimi | rimborso | reclamo | sbagliato | sbagliata | aumento di prezzo
        | aumento dei prezzi | per niente soddisfatto | per niente soddisfatta
        | non soddisfatto | non sono soddisfatto | non consiglio | non lo consiglio
        | sconsiglio | sconsigliato | troppo caro | deluso | delusa | delusi | deludente
        | delusione | addebitato due volte | addebitato doppio | doppio addebito
        | terzo appuntamento | terza volta | seconda volta | quarta volta | per nulla
        | in malo modo | urlato contro | mi ha urlato | messo giù | ogni volta | ore di coda
        | ore in coda | ore di attesa | ore al telefono | giorni di ritardo
        | perdo una giornata | perso una giornata | non torno più | non tornerò | non torneremo
        | nemmeno una scusa | neanche una scusa | senza avvisare | non conforme | che vergogna
        | che schifo | lasciate perdere | state alla larga | mi pento | evitate
        | non serve a niente | non servono a niente | soldi buttati | buttati via
        | non è venuto nessuno | nessuno è venuto | non si è presentato nessuno | sempre peggio
        | sempre peggiore | in teoria consegnato | treno cancellato | altro treno cancellato
        | nessun annuncio | non c'entra niente | niente a che vedere con la foto
        | non dura un'ora | a nessuno importa | non importa a nessuno | nessuna traccia""",
    bad="""male | cattivo | cattiva | brutto | brutta | orribile | terribile | rotto | rotta
        | rotti | danneggiato | danneggiata | difettoso | difettosa | ritardo | ritardi | tardi
        | lento | lenta | caro | cara | sporco | freddo | problema | problemi | errore | errori
        | guasto | inutile | inutili | ridicolo | ridicola | imbarazzante | scortese | scortesi
        | maleducato | maleducata | maleducati | arrabbiato | arrabbiata | furioso | triste
        | peccato | disastro | incompetenti | bugie | bugiardi | spazzatura | merda | manca
        | mancano | perso | smarrito | scaduto | insoddisfatto | insoddisfatta | frustrante
        | scadente | bruciato | fredda | freddi | graffiato | graffiata | sporca | insipido
        | scomodo | rumoroso | arrogante | antipatico | bagnato | inutilizzabile | penoso
        | indecente | maleodorante | strappato | strappata | scadenti | lentissimo | lentissima
        | ammuffito | ammuffita | rancido | che schifo | schifoso | schiacciato | schiacciata
        | schiacciati | schiacciate | sciolto | sciolta | sciolti | sciolte | appassito
        | appassiti | appassita | ammaccato | ammaccata | ammaccati | piegato | strappati
        | crepato | crepata | bruciata | bruciati | scaduta | scaduti | macchiato | macchiata
        | scollato | scollata | rotte | taglia sbagliata | colore sbagliato | mai arrivato
        | mai arrivata | mai arrivati | ore di attesa | settimane di attesa | giorni di attesa
        | fuori uso | fredde""",
    praise="""adoro | amo | li adoro | la adoro | mi piace | mi piacciono | mi è piaciuto
        | i migliori | le migliori | il migliore | la migliore | il top | niente male
        | lo consiglio | la consiglio | li consiglio | super consigliato | consigliatissimo
        | consigliato | consigliatissima | continuate così | ottimo lavoro | bel lavoro
        | che meraviglia | una meraviglia | che buono | che buona | che bello | che bella
        | 5 stelle | cinque stelle | complimenti a | complimenti al | complimenti alla
        | complimenti per | complimenti vivissimi | senza difetti | nessun problema mai
        | tornerò | torneremo | una delizia | merita un | merita una | la miglior | il miglior
        | torno volentieri | torneremo sicuramente | grazie a tutto lo staff
        | grazie allo staff | vale la pena | mi ha conquistato | bravissimi | bravissima
        | bravissimo | che bontà | che gentilezza | super consigliata | una garanzia
        | molto buono | davvero buono | tutto buono | così buono | niente da dire
        | nulla da dire | niente da ridire | dieci e lode | degli angeli | da urlo
        | da leccarsi i baffi | chapeau | complimenti a tutti | un tocco di classe
        | mi tolgo il cappello | sono una bomba | è una bomba | questo sì che è servizio
        | questo sì che è un servizio | questa sì che è assistenza | è un genio | è un angelo
        | sono degli angeli""",
    good="""buona | buoni | buone | buonissimo | buonissima | ottimo | ottima | ottimi | ottime
        | eccellente | eccellenti | fantastico | fantastica | meraviglioso | meravigliosa
        | perfetto | perfetta | splendido | splendida | stupendo | stupenda | favoloso
        | delizioso | deliziosa | squisito | bello | bella | belli | belle | bellissimo
        | bellissima | bellissimi | bellissime | gentile | gentili | gentilissimo
        | gentilissimi | gentilissima | cordiale | cordiali | disponibile | disponibili
        | simpatico | contento | contenta | felice | soddisfatto | soddisfatta | entusiasta
        | consiglio | impeccabile | professionale | veloce | veloci | migliore | migliori | top
        | comodo | comoda | comodissime | puntuale | gustoso | gustosa | ottimamente
        | premuroso | premurosi | attento | attenti | accogliente | efficiente | efficienti
        | piacevole | croccante | squisiti | squisita | curato | carino | carina | preparati
        | gentilissime | buonissimi | buonissime | deliziosi | deliziose | impeccabili
        | stupendi | stupende | divini | divine | fantastici | fantastiche | contentissimo
        | contentissima""",
    sharing="""ho appena ritirato | ho appena comprato | ho appena ricevuto | è appena arrivato
        | appena arrivato | appena arrivata | ho appena | guardate cosa | guardate
        | guarda cosa | ecco il mio | ecco la mia | ecco i miei | condivido
        | la mia recensione | il mio video | unboxing | ricordo del | ricordo di | ricordi
        | scorsa estate | l'estate scorsa | arrivato oggi | arrivata oggi
        | finalmente arrivato | finalmente arrivata | fatto la vostra ricetta | vostra ricetta
        | provato la vostra | in viaggio verso | nuovo post | nuovo video | il nostro angolino
        | il nostro nuovo | la nostra nuova | ecco il nostro | ecco la nostra | ecco come
        | prima e dopo | vi presento | domenica in famiglia | provata la
        | ho provato la vostra | in giro con | fatto con il vostro | fatta con la vostra""",
    neutral="""buon giorno | buona giornata | buona serata | buona notte | buonanotte
        | buon lavoro | buon weekend | buon fine | buona fortuna | buona domenica | buon viaggio
        | buon anno | buon natale | nessun problema | senza problemi | non c'è problema
        | non fa niente | sarebbe bello | sarebbe ottimo | sarebbe perfetto | più tardi
        | meno male | il prima possibile | gentile team | cordiali saluti | problema risolto
        | un consiglio | va bene | non male | miglior modo | che bel | quando ho | più veloce
        | gentili signori | buono sconto | buono regalo | in ritardo rispetto""",
    thanks="""ha funzionato | ottima giornata | ottima serata | magnifico | grazie
        | grazie mille | mille grazie | tante grazie | grazie infinite | molte grazie | grz
        | ti ringrazio | vi ringrazio | la ringrazio | ringrazio | va bene | va benissimo
        | tutto chiaro | chiaro | chiarissimo | d'accordo | perfetto | ottimo | benissimo
        | bene | fantastico | eccellente | capito | ho capito | ricevuto | inteso
        | problema risolto | ora funziona | adesso funziona | funziona ora | nessun problema
        | senza problemi | non c'è problema | non fa niente | figurati | si figuri | di niente
        | di nulla | prego | non c'è di che | è stato un piacere | altrettanto | buona giornata
        | buona serata | buona notte | buonanotte | buon lavoro | buon weekend
        | buon fine settimana | buona domenica | buon anno | buon natale | ciao ciao
        | arrivederci | a presto | a dopo | un saluto | saluti | cordiali saluti | un abbraccio
        | no grazie | gentilissimi | gentilissimo | gentilissima | molto gentile
        | molto gentili | siete gentilissimi | grazie ancora | ancora grazie
        | grazie nuovamente | che bello | buona giornata a voi | buona domenica a voi
        | adesso va | ora va | buon proseguimento | grazie a voi | grazie a te | grazie a lei
        | vi auguro una buona giornata | le auguro una buona giornata
        | ti auguro una buona giornata | gentilissime | siete molto gentili
        | siete stati gentilissimi | ringraziamo | grazie di cuore | grazie davvero
        | la ringrazio molto | vi ringrazio molto | ti ringrazio molto | figo | benone
        | anche a lei | okk | okok | okei | mitico | mitici | mitica | fico | ganzo
        | spettacolo | favoloso | meraviglioso | splendido | stupendo | eccezionale
        | buono a sapersi | bene a sapersi | va bene così | a posto così | siamo a posto
        | tutto chiarissimo | adesso ho capito | ora ho capito | adesso è chiaro | ora è chiaro
        | mi è chiaro | è chiaro | è tutto chiaro | capito tutto | capisco | ah capisco
        | afferrato | recepito | ne prendo nota | prendo nota | mi fa piacere
        | mi fa molto piacere | sono contenta | sono contento | ne sono felice | meno male
        | ottima notizia | buona notizia | bella notizia | vi sono grata | vi sono molto grata
        | vi sono grato | vi sono molto grato | le sono grata | le sono grato
        | le sono molto grata | le sono molto grato | molto grata | molto grato | grazie grazie
        | grazzie | graziemille | grazie assai | grazie di tutto cuore | gentile | sei gentile
        | sei gentilissimo | sei gentilissima | sei stata gentilissima | sei stato gentilissimo
        | siete stati gentili | molto cortese | molto cortesi | che dio vi benedica
        | dio vi benedica | ci vediamo | ci sentiamo | ci vediamo presto | alla prossima
        | a domani | buon pomeriggio | buon pranzo | buona settimana | buon inizio settimana
        | buone feste | buona pasqua | buone vacanze | buona continuazione | stia bene
        | state bene | baci | bacioni | abbracci | distinti saluti | un caro saluto
        | cari saluti | salutoni | lo terrò presente | lo tengo presente | farò così
        | faccio così | proverò così | lo farò | mi è stato utile | molto utile | mi ha aiutato
        | mi ha aiutato molto | mi aiuta molto | ringrazio tanto | ringrazio molto
        | vi ringrazio tanto | la ringrazio tanto | ti ringrazio tanto | la ringrazio davvero
        | vi ringrazio davvero | grazie sempre | buon sabato | felice giornata | felice serata""",
    channels="""dm | mp | pm | messaggio privato | messaggio diretto | messaggi privati
        | in privato | privato | in direct | direct | inbox | un messaggio | via email
        | via mail | email | mail | telefono | telefonicamente | whatsapp | messenger | chat
        | servizio clienti | assistenza clienti | servizio assistenza | assistenza
        | numero verde | modulo""",
    send="""mandaci | mandateci | inviaci | inviateci | inviarci | mandarci | scrivici
        | scriveteci | scriverci | ci scriva | ci invii | ci mandi | contattaci | contattateci
        | contattarci | ci contatti | contattare | contatta | contatti | rivolgersi
        | rivolgiti | chiama | chiamaci | chiami | compilare | compila | abbiamo scritto
        | abbiamo inviato | invitiamo | lasciaci | lasciateci | ci lasci | passaci
        | forniscici | comunicaci | compili | completare | chiamarci | chiamare""",
    move="""contattaci | contattateci | scrivici in privato | scrivici in dm | mandaci un dm
        | mandaci un messaggio | in dm | via dm | scrivici""",
    option="""o | oppure | altrimenti | se hai | se ha | qualsiasi dubbio | per altre
        | per qualsiasi | se preferisci | in caso""",
    more="""altre domande | per altre domande | altri dubbi | ulteriori domande""",
    answers="""siamo aperti | aperto | aperti | è partito | arriva domani | arriverà | torna
        | abbiamo rimborsato | rimborsato | è stato effettuato | disponibile | puoi trovare
        | trovi | trova | costa | gratis | gratuito | sì | spedito | consegnato | esaurita
        | esaurito | sono ammessi | è ammesso | parte oggi | parte domani | arriva oggi
        | è in arrivo | in viaggio | funziona di nuovo""",
    padding="""ciao | salve | buongiorno | buonasera | grazie | dispiace | spiacenti | scusiamo
        | scusa | scuse | disagio | inconveniente | accaduto | capiamo | comprendiamo | possiamo
        | poter | può | potresti | potrebbe | puoi | aiutarti | aiutarla | aiutare | aiuto
        | verificare | controllare | risolvere | caso | situazione | problema | numero | ordine
        | prenotazione | nome | cognome | dati | suoi | tuoi | dettagli | indirizzo | telefono
        | messaggio | privato | diretto | clienti | cliente | servizio | nostro | nostra | team
        | favore | cortesia | saluti | così | preghiamo | gentilmente | contatto | informazioni
        | presto | possibile | invitiamo | pazienza""",
)

NL = Words(
    common="""de | het | een | en | is | ik | niet | mijn | je | jij | jullie | jouw | u | uw
        | wij | we | ons | onze | met | van | voor | op | ook | maar | bij | ben | heb | heeft
        | hebben | was | hoe | wat | wanneer | te | in | dit | dat | die | deze | nog | al | er
        | aan | als | dan | zo | zijn | wordt | worden | zeer | heel | sinds | gisteren
        | vandaag | morgen | nu | geen | uit | naar | om | toch | ja | nee | hier | vorige | net
        | afgelopen | kan | steeds | meer | eens | graag | hij | zij | ze | mij | me | door
        | over | tot | weer | niks | toen | werd | waar | kunnen | moet | echt""",
    openers="""hoi | hallo | hey | hi | goedemorgen | goedemiddag | goedenavond | dag | beste
        | en | maar | of | dus | aub | alsjeblieft | alstublieft | sorry | bedankt | dank | ok
        | oke | team | ook | nou | dan""",
    negators="""niet | geen | nooit | niets | niks | zonder | nauwelijks""",
    ask="""hoe | hoe laat | hoe kan | hoe lang | hoeveel | wanneer | waar | waar is
        | waar blijft | waar kan | waarom | wie kan | wie weet | wat kost | wat kosten | wat is
        | wat moet | wat zijn | wat kan | welke | kan ik | kan je | kan iemand | kun je
        | kunt u | kunnen jullie | kunnen we | zou je | zouden jullie | zou u | heeft u
        | hebben jullie | heb je | is er | is het | is dit | is deze | is dat | zijn er
        | zijn jullie | zijn de | mag ik | moet ik | gaan jullie | geldt dat | geldt dit
        | geldt de | leveren jullie | leveren | bezorgen jullie | verkopen jullie
        | verzenden jullie | accepteren jullie | nemen jullie | doen jullie | werkt dit
        | weet iemand | heeft iemand | kent iemand | weten jullie | komt het | komt er
        | vanaf wanneer | tot hoe laat | prijs | hulp | help | ja graag | stuur mij | bel mij
        | reageer | graag mijn | graag een""",
    help="""hulp nodig | heb hulp | help mij | help me | mij helpen | me helpen | ik wil graag
        | ik zou graag | ik wil weten | wil graag weten | ik zoek | ik ben op zoek
        | op zoek naar | vraag me af | een vraag | vraagje | kunnen jullie | kun je | kunt u
        | kan iemand | zou je | zouden jullie | graag terugbellen | bel me | graag reactie
        | graag antwoord | graag terugstorten | graag een reactie | graag hulp | alvast bedankt
        | alvast dank | bij voorbaat | wacht op jullie | wacht op antwoord | wacht op uw
        | wacht op je | hoor graag | ik hoor het graag | niet vinden | kan ~ vinden
        | wachtwoord vergeten | weet niet hoe | weet niet of | weet niet waar | weet iemand
        | hoe kan ik | waar kan ik | wat moet ik | aub | svp | alsjeblieft | alstublieft
        | interesse in | geïnteresseerd in | ik bedoelde | iemand een tip | heb ~ nodig
        | hebben ~ nodig | doe er wat aan | doe er iets aan | doe iets | los het op
        | ik zou willen | kan die | kan dat | is het mogelijk | ik wil ~ annuleren
        | ik wil ~ ruilen | nodig heb | ik vroeg me af | vraag me af of | haal me van
        | ik moet mijn afspraak | ik wil iemand spreken | kom niet in mijn""",
    fault="""werkt niet | werkt ~ niet | werken niet | doet het niet | doet het ~ niet
        | doet niks | doet niets | lukt niet | lukt ~ niet | laadt niet | opent niet
        | start niet | loopt vast | crasht | valt uit | foutmelding | foutcode
        | kan niet inloggen | niet inloggen | niet aanmelden | kom er niet in | kan niet bij
        | geld terug | wil ~ terug | geblokkeerd | werkt sinds | niet meer ~ werkt
        | loopt alles vast | loopt ~ vast | valt ~ uit | gaat ~ uit | start ~ op""",
    gripe="""wacht nog steeds | nog steeds niet | nog steeds geen | nog steeds niks
        | nog steeds niets | wacht al | wachten al | nog niet ontvangen | niet ontvangen
        | nooit ontvangen | nooit aangekomen | niet aangekomen | niet geleverd | niet bezorgd
        | nooit meer | geen antwoord | geen reactie | niemand reageert | niemand antwoordt
        | niemand neemt | niemand ~ op | niemand helpt | krijg geen | alweer | weer eens
        | weer een | weer niet | weer geen | bedankt voor niets | bedankt voor niks | verpesten
        | verpest | belachelijk | schandalig | schande | oplichting | oplichters | onacceptabel
        | te gek voor | klaar mee | zat van | beu | niet blij | niet tevreden | niet goed
        | niet oké | niet normaal | niet netjes | slechtste | slechtst | terugbetaling | klacht
        | klagen | verkeerde | verkeerd | prijsverhoging | te laat | te duur | te klein
        | te lang | veel te | geen zin | in de wacht | tijdverspilling | geldverspilling
        | lachertje | aanfluiting | zwaar teleurgesteld | valt tegen | tegenvallend
        | waardeloos | waardeloze | nep | dubbel afgeschreven | twee keer afgeschreven
        | derde keer | tweede keer | vierde keer | derde afspraak | snauwde | afgesnauwd
        | schreeuwde | opgehangen | elke keer | uur in de rij | uur gewacht | uren gewacht
        | dagen te laat | weken te laat | voor niks | voor niets | naar de maan
        | vrije dag kwijt | dag kwijt | niet zoals beschreven | niet aan te raden | afrader
        | raad af | blijf weg | nooit weer | zonder excuses | geen excuses | spijt van
        | wat een rommel | wat een zooi | weggestuurd | laten staan | slaat nergens op
        | weggegooid geld | geld weggegooid | er kwam niemand | niemand gekomen
        | kwam niemand opdagen | niemand komen opdagen | steeds slechter | wordt steeds erger
        | alsmaar slechter | zogenaamd bezorgd | zogenaamd geleverd | trein uitgevallen
        | weer uitgevallen | geen omroep | houdt nog geen uur | houdt geen uur
        | lijkt voor geen meter | lijkt niet op de foto | lijkt totaal niet | boeit niemand
        | het boeit niemand | interesseert niemand | geen spoor | nog steeds geen spoor""",
    bad="""slecht | slechte | kapot | stuk | defect | beschadigd | gebroken | gescheurd
        | teleurgesteld | teleurstellend | teleurstelling | ramp | rampzalig | vreselijk
        | verschrikkelijk | afschuwelijk | walgelijk | vies | vieze | koud | traag | trage
        | langzaam | onbeschoft | onvriendelijk | onvriendelijke | onbetrouwbaar
        | onprofessioneel | incompetent | vertraging | vertraagd | probleem | problemen | fout
        | fouten | jammer | boos | woedend | geïrriteerd | irritant | vervelend | ontevreden
        | rommel | troep | bagger | duur | ontbreekt | ontbreken | mist | nutteloos | schimmel
        | kut | klote | kwijt | drama | verbrand | koude | krassen | vuil | smerig
        | ongemakkelijk | arrogant | nat | onbruikbaar | lauw | taai | lawaai | lek | verrot
        | bedorven | chagrijnig | nors | ongeïnteresseerd | waardeloze | beschimmeld | ranzig
        | lachwekkend | goor | geplet | platgedrukt | gesmolten | half gesmolten | verwelkt
        | verlept | gedeukt | verbogen | gebarsten | bekrast | aangebrand | muf | oudbakken
        | over datum | gelekt | vlekken | gevlekt | losgelaten | verkeerde maat
        | verkeerde kleur | nooit aangekomen | nooit gekomen | kwam nooit | deed het niet
        | deden het niet | uren wachten | uren gewacht | weken wachten""",
    praise="""dol op | ik hou van | wij houden van | geweldige service | goede service
        | top service | topservice | topteam | de beste | het beste | beste aankoop
        | beste service | een aanrader | aanrader | kan ik aanraden | niet slecht
        | niks op aan te merken | niets op aan te merken | ga zo door | goed gedaan | goed werk
        | goed bezig | petje af | complimenten | compliment | chapeau | duim omhoog | 5 sterren
        | vijf sterren | erg blij mee | blij mee | heel blij | zo goed geholpen | goed geholpen
        | super geholpen | geen klachten | komen terug | hulde | verdient | lekkerste | mooiste
        | leukste | fijnste | we komen terug | komen zeker terug | kom zeker terug | toppers
        | bedankt aan | dank aan het | erg tevreden | heel tevreden | echt genieten | genoten
        | smullen | wat een service | het waard | om te smullen | hulde aan | een topper
        | elke cent waard | zitten heerlijk | echt vet | dat noem ik ~ service
        | dat noem ik service | is een genie | zijn engelen | een engel""",
    good="""goed | goede | super | top | prima | fijn | fijne | geweldig | geweldige
        | fantastisch | fantastische | uitstekend | uitstekende | perfect | perfecte | prachtig
        | prachtige | mooi | mooie | heerlijk | heerlijke | lekker | lekkere | vriendelijk
        | vriendelijke | aardig | aardige | behulpzaam | behulpzame | tevreden | blij
        | gelukkig | leuk | leuke | snel | snelle | beste | betrouwbaar | geniaal | enthousiast
        | lief | schattig | comfortabel | aanbevelen | smaakvol | behulpzaamheid | attent
        | gezellig | gezellige | vlot | vlotte | knapperig | netjes | zorgvuldig | sympathiek
        | verrukkelijk | voortreffelijk | deskundig | deskundige | schatten | kanjers
        | brandschoon | hemels | goddelijk | superblij | toppers""",
    sharing="""net binnen | net aangekomen | vandaag binnen | net gekocht | net gekregen
        | net opgehaald | net ~ opgehaald | net ~ gekocht | net ~ gekregen | net ~ binnen
        | kijk eens | kijk wat | kijk nou | kijk dan | mijn review | mijn volledige
        | mijn video | mijn blog | unboxing | hier mijn | herinnering aan | vorige zomer
        | afgelopen zomer | eindelijk binnen | eindelijk aangekomen | is aangekomen
        | jullie recept | recept gemaakt | recept geprobeerd | uitgeprobeerd | zelfgemaakt
        | onderweg naar | nieuwe blog | nieuwe video | ons hoekje | ons nieuwe | onze nieuwe
        | zo ziet ~ eruit | gemaakt met jullie | voor en na | zondag met | dagje uit
        | dagje weg | mag ik voorstellen | hier is mijn | hier is onze | vandaag gemaakt""",
    neutral="""goede morgen | goede middag | goeden avond | geen probleem | geen problemen
        | geen punt | geen zorgen | fijne dag | fijne avond | fijn weekend | fijne dagen
        | prettige dag | zou fijn | zou leuk | zou mooi | zou super | zou goed | het beste
        | alle goeds | beste mensen | beste team | met vriendelijke groet | vriendelijke groet
        | vriendelijke groeten | beste manier | beste | goed dan | is goed | wat een
        | zo snel mogelijk | te snel | probleem opgelost | niet erg | maakt niet uit | geen dank
        | goede reis | veel te doen | er is niks mis | als ik | stuk voor stuk | hoe leuk
        | hoe mooi""",
    thanks="""fantastisch | uitstekend | het is gelukt | bedankt | dank | dank je | dank je wel
        | dank u | dank u wel | dankjewel | dankuwel | dankje | hartelijk dank
        | hartelijk bedankt | heel erg bedankt | erg bedankt | veel dank | super bedankt
        | duizendmaal dank | thnx | oké | prima | top | fijn | heel fijn | super fijn | goed
        | is goed | helemaal goed | helemaal top | komt goed | in orde | duidelijk | helder
        | begrepen | begrijp het | snap het | ik snap het | opgelost | probleem opgelost
        | het werkt | werkt nu | werkt weer | het werkt weer | doet het weer | geen probleem
        | geen punt | geen zorgen | geen dank | graag gedaan | niet erg | maakt niet uit | mooi
        | perfect | geweldig | fijne dag | fijne dag nog | fijne avond | fijne avond nog
        | fijn weekend | prettige dag | prettig weekend | welterusten | doei | tot ziens
        | tot snel | tot dan | insgelijks | groetjes | groeten | nee dank je | nee bedankt
        | nee dank u | goed om te weten | lief van jullie | met vriendelijke groet
        | vriendelijke groet | nog een fijne avond | nog een fijne dag | een fijne avond
        | een fijne dag | een fijn weekend | nogmaals bedankt | nogmaals dank
        | bedankt nogmaals | dank nogmaals | jij ook | jullie ook | u ook | fijne avond verder
        | fijne dag verder | fijn weekend verder | alles werkt weer | het werkt nu | dankuwel
        | thanks | heel hartelijk dank | ontzettend bedankt | enorm bedankt | nee hoor bedankt
        | groet | mvg | het beste | ik dank u | ik dank je | ik dank jullie
        | ik dank u hartelijk | ik dank u wel | dank u hartelijk | duizend maal dank
        | heel vriendelijk | heel lief | super lief | erg vriendelijk | goed zo | gaaf | tof
        | cool | lekker | netjes | keurig | klasse | chill | nice | akkoord | oki | okidoki
        | okeetjes | is prima | is oké | is top | prima zo | dat is prima | alles duidelijk
        | helemaal duidelijk | duidelijk verhaal | nu snap ik het | snap ik | dan snap ik het
        | dat snap ik | ik begrijp het | nu begrijp ik het | dan weet ik dat | dan weet ik het
        | dan weet ik genoeg | weet ik genoeg | genoteerd | fijn om te weten | fijn om te horen
        | goed te weten | goed om te horen | dat is fijn | dat is fijn om te horen
        | blij te horen | blij om te horen | daar ben ik blij mee | ben jullie erg dankbaar
        | ben jullie zeer dankbaar | ben u zeer dankbaar | ben u erg dankbaar | ben je dankbaar
        | ik ben jullie erg dankbaar | ik ben u zeer dankbaar | heel dankbaar | erg dankbaar
        | zeer dankbaar | ik waardeer het | ik waardeer dat | waardeer ik | waardeer het
        | waardeer ik enorm | wordt gewaardeerd | zeer gewaardeerd | superlief | lief van je
        | lief van u | aardig van jullie | aardig van u | heel aardig | bedankt bedankt
        | dankjes | danku | dankoewel | merci | dikke merci | merci hoor | dank dank
        | reuze bedankt | superbedankt | hartstikke bedankt | mega bedankt
        | vriendelijk bedankt | vriendelijk dank | duizend keer dank | fijne zondag
        | fijne week | fijne vakantie | fijne feestdagen | fijne middag | een fijne middag
        | fijne dag allemaal | een fijne dag verder | een fijne avond verder
        | een fijn weekend verder | prettige avond | prettige dag verder | prettige dag nog
        | goede avond | nog een prettige dag | nog een fijn weekend | werk ze | tot morgen
        | tot later | tot kijk | tot de volgende keer | houdoe | doeg | doeidoei
        | met vriendelijke groeten | hartelijke groet | hartelijke groeten | liefs
        | zal ik doen | doe ik | ga ik doen | ga ik proberen | daar heb ik wat aan
        | hier heb ik wat aan | hier kan ik mee verder | daar kan ik mee verder
        | heeft geholpen | dat helpt | dat helpt me | fijn nieuws | u bedankt | jij bedankt
        | jij ook bedankt | u ook bedankt | jullie ook bedankt | dank aan jullie allemaal
        | bedankt allemaal""",
    channels="""dm | pb | pm | privébericht | prive bericht | privé bericht
        | persoonlijk bericht | direct message | inbox | een bericht | een berichtje
        | een mailtje | privé | e mail | email | mail | via mail | telefonisch | per telefoon
        | whatsapp | messenger | chat | klantenservice | klantendienst | helpdesk
        | contactformulier""",
    send="""stuur | sturen | stuurt | mail | mailen | bel | bellen | neem contact | contact op
        | opnemen | schrijf | app | vul | meld je | benader | benaderen | gestuurd
        | laat ~ weten | geef | geven | laat | invullen | vul in | doorgeven""",
    move="""stuur ons een dm | stuur ons een pb | dm ons | mail ons | bel ons | app ons
        | neem contact met ons op | neem contact op | stuur ons een bericht | via dm | via pb
        | via een dm | via een pb""",
    option="""of | anders | mocht je | mocht u | heb je nog | heeft u nog | bij vragen
        | als je nog | indien | eventueel | stuur anders | schrijf anders""",
    more="""nog vragen | heb je nog vragen | heeft u nog vragen | als je nog vragen
        | verdere vragen | andere vragen""",
    answers="""zijn we open | wij zijn open | open tot | geopend | is ~ vertrokken
        | komt ~ aan | morgen aan | weer binnen | hebben ~ teruggestort | teruggestort
        | terugbetaald | op voorraad | beschikbaar | je kunt | je kan | kost | gratis | nee
        | verzonden | bezorgd | je vindt | ja hoor | ja dat | ja je | uitverkocht | mogen op
        | is mogelijk | ja | gaat vandaag | gaat morgen | komt vandaag | komt morgen
        | is onderweg | zijn onderweg | werkt weer""",
    padding="""hoi | hallo | hi | beste | dag | goedemorgen | goedemiddag | bedankt | dank
        | sorry | excuses | spijt | vervelend | jammer | ongemak | begrijpen | horen | lezen
        | helpen | hulp | help | kijken | uitzoeken | nakijken | verder | kun | kunt | kunnen
        | zou | willen | zodat | bestelnummer | ordernummer | klantnummer | boekingsnummer
        | nummer | naam | adres | mailadres | gegevens | details | informatie | e | bericht
        | privébericht | klantenservice | collega | collega's | contact | even | via | groet
        | groetjes | groeten | vriendelijke | onze | team | je | snel | mogelijk | graag
        | situatie | probleem | oplossen | a | b | aub""",
)

PL = Words(
    common="""i | w | z | na | do | nie | to | jest | się | że | jak | co | czy | o | po | za
        | od | dla | ale | już | mi | mnie | mój | moja | moje | mojej | moim | nasz | nasza
        | naszej | wasz | wasza | wasze | was | u | jestem | są | był | była | było | być | mam
        | macie | ma | bardzo | tak | ten | ta | te | tego | tej | tym | dziś | dzisiaj
        | wczoraj | jutro | tylko | też | jeszcze | kiedy | gdzie | przez | przy | bo | oraz
        | która | który | które | nic | ze | we | teraz | nadal | proszę | pan | pani | państwo
        | państwa | mogę | można | zeszły | zeszłego | właśnie | dni | sobie | jesteście | dwa
        | waszymi | no | pod""",
    openers="""cześć | hej | witam | dzień | dobry | a | i | ale | więc | proszę | przepraszam
        | dzięki | dziękuję | ok | siema | halo | oraz | czyli | to | no""",
    negators="""nie | nigdy | żaden | żadna | żadne | żadnego | bez | ani | nic""",
    ask="""czy | jak mogę | jak można | jak to | jak długo | jak zmienić | jak | ile
        | ile kosztuje | kiedy | gdzie | gdzie jest | gdzie mogę | dlaczego | czemu | co mam
        | co to | co zrobić | co robić | co z | kto może | jaki | jaka | jakie | jakiej | który
        | do której | od której | o której | do kiedy | od kiedy | skąd | macie | ma pan | mogę
        | można | możecie | mógłby | mogłaby | moglibyście | wysyłacie | dowozicie
        | dostarczacie | przyjmujecie | sprzedajecie | robicie | jesteście | jest możliwość
        | wie ktoś | ktoś wie | czy ktoś | cena | koszt | pomocy | pomóżcie | tak poproszę
        | tak proszę | poproszę | proszę o | chciałbym | chciałabym | szukam | potrzebuję
        | czy trzeba | czy można""",
    help="""potrzebuję pomocy | potrzebuję | proszę o | prosze o | bardzo proszę | poproszę
        | pomóżcie | pomocy | proszę pomóc | chciałbym | chciałabym | chcę wiedzieć
        | chcę anulować | chcę zmienić | chcę zwrócić | mam pytanie | pytanie | zastanawiam się
        | szukam | nie mogę znaleźć | nie mogę ~ znaleźć | nie wiem jak | nie wiem czy
        | nie wiem gdzie | wie ktoś | ktoś wie | czy ktoś | czy ~ można | możecie | moglibyście
        | mógłby ktoś | czekam na odpowiedź | czekam na kontakt | czekam na informację | z góry
        | zapomniałem hasła | zapomniałam hasła | oddzwonienie | proszę przesłać
        | proszę wysłać | proszę sprawdzić | proszę anulować | dajcie znać | dajcie
        | interesuje mnie | chodziło mi | co polecacie | coś polecicie | potrzebować
        | będę potrzebować | zróbcie coś | zróbcie ~ coś | naprawcie | da się | czy można
        | wyślijcie | przyślijcie | potrzebna | potrzebny | zastanawiam się czy
        | chciałem wiedzieć | chciałam wiedzieć | wypiszcie mnie | muszę przełożyć
        | chciałabym porozmawiać | chciałbym porozmawiać""",
    fault="""nie działa | nie działają | nie ~ działa | dalej nie działa
        | nie mogę się zalogować | nie mogę zalogować | nie mogę wejść | nie mogę się dostać
        | nie mogę otworzyć | nie mogę zapłacić | nie otwiera się | nie ładuje
        | nie ładuje się | nie włącza się | nie uruchamia | zawiesza się | wyłącza się
        | przestało działać | przestała działać | komunikat błędu | wyskakuje błąd
        | błąd logowania | zwrotu pieniędzy | zwrot pieniędzy | chcę zwrotu | proszę o zwrot
        | konto zablokowane | nie da się | się zawiesza | wszystko się zawiesza""",
    gripe="""nadal czekam | wciąż czekam | ciągle czekam | czekam już | czekam od
        | dalej czekam | nadal nie | wciąż nie | dalej nie | jeszcze nie | nadal nic
        | nie dotarła | nie dotarł | nie dotarło | nie doszła | nie doszło | nie przyszła
        | nie przyszło | nie przyszedł | nie dostałem | nie dostałam | nie otrzymałem
        | nie otrzymałam | nikt nie | brak odpowiedzi | brak kontaktu | żadnej odpowiedzi
        | bez odpowiedzi | zero odpowiedzi | nigdy więcej | dzięki za nic | dziękuję za nic
        | zepsucie | skandal | skandaliczne | skandaliczna | żenada | żenujące | kpina | kpiny
        | wstyd | oszustwo | oszuści | oszukali | złodzieje | kradzież | naciąganie
        | niedopuszczalne | mam dość | mam dosyć | strata czasu | strata pieniędzy | najgorsza
        | najgorszy | najgorsze | reklamacja | reklamację | skarga | znowu | znów
        | po raz kolejny | kolejny raz | podwyżka | zły produkt | złe | zły | zła
        | pomyliliście | nie jestem zadowolony | nie jestem zadowolona | nie polecam | odradzam
        | za drogo | za drogie | rozczarowana | rozczarowany | rozczarowanie | zmarnowany
        | zmarnowane | zmarnowana | zawiedziony | zawiedziona | masakra | porażka | tragedia
        | dramat | przesada | podwójnie pobrane | pobrało dwa razy | pobrano dwa razy
        | trzeci raz | drugi raz | czwarty raz | za każdym razem | na nic | nakrzyczała
        | nakrzyczał | rozłączyli | godzin w kolejce | godziny w kolejce | godzin czekania
        | dni spóźnienia | tracę dzień | straciłem dzień | straciłam dzień | nie wrócę
        | nie wrócimy | bez przeprosin | zero przeprosin | niezgodny z | niezgodne z
        | nie warto | unikajcie | żałuję | omijać | omijajcie | ani słowa | do niczego
        | do kitu | do bani | pieniądze w błoto | kasa w błoto | pieniądze wyrzucone
        | nikt nie przyjechał | nikt nie przyszedł | nikt się nie pojawił | coraz gorzej
        | coraz gorsza | coraz gorszy | coraz gorsze | niby doręczone | niby dostarczone
        | odwołany pociąg | pociąg odwołany | żadnych komunikatów | w niczym nie przypomina
        | nie przypomina zdjęcia | nie trzyma godziny | nikogo to nie obchodzi
        | nikogo nie obchodzi | ani śladu | i cisza""",
    bad="""słabo | słaby | słaba | słabe | kiepski | kiepska | kiepskie | beznadziejny
        | beznadziejna | beznadziejnie | fatalny | fatalna | fatalnie | okropny | okropna
        | okropne | tragiczny | tragiczna | straszny | straszna | zepsuty | zepsuta | zepsute
        | uszkodzony | uszkodzona | uszkodzone | popsuty | popsuła | wadliwy | opóźnienie
        | opóźnienia | opóźniona | spóźniony | wolno | powolny | powolna | drogo | brudny
        | zimne | zimna | problem | problemy | błąd | błędy | awaria | niemiły | niemiła
        | chamski | niegrzeczny | niekompetentny | zły | wkurzony | wściekły | zdenerwowany
        | smutne | szkoda | śmieci | gówno | syf | brakuje | zgubiona | zgubiliście
        | bezużyteczny | śmieszne | spalony | spalone | zimny | porysowany | porysowana
        | brudna | brudne | niesmaczne | niewygodny | głośny | arogancki | arogancka | mokra
        | mokry | niemili | ohydne | obrzydliwe | bałagan | nieuprzejma | nieuprzejmy
        | pęknięta | pęknięty | podarty | beznadzieja | spleśniały | spleśniała | zjełczały
        | zgniłe | kpina | zgniecione | zgnieciona | zgnieciony | rozpuszczone | rozpuszczona
        | stopione | zwiędłe | zwiędnięte | pogięte | pogięty | porysowane | podarte | podarta
        | pęknięte | przypalone | przeterminowane | przeterminowany | poplamione | odklejone
        | odklejona | rozlane | zły rozmiar | zły kolor | nigdy nie dotarło | nigdy nie dotarła
        | godziny czekania | tygodnie czekania""",
    praise="""uwielbiam | kocham | uwielbiamy | jesteście najlepsi | najlepsi | najlepsza
        | najlepszy | najlepsze | szczerze polecam | gorąco polecam | polecam | polecamy
        | polecam każdemu | godne polecenia | godny polecenia | nieźle | niezły | nie jest źle
        | bez zastrzeżeń | tak trzymać | dobra robota | świetna robota | brawo wy | brawa dla
        | wielkie brawa | pięć gwiazdek | 5 gwiazdek | jestem zachwycona | jestem zachwycony
        | strzał w dziesiątkę | na pewno wrócimy | na pewno wrócę | pełen profesjonalizm
        | szacun | podziękowania dla | zasługuje na | zasługują na | wrócimy | warto
        | wielkie podziękowania | dziękuję całemu | miło zaskoczona | miło zaskoczony
        | jestem pod wrażeniem | pod wrażeniem | rewelka | pełen podziw | mistrzostwo
        | najsmaczniejsze | nie ma się do czego przyczepić | nie mam zastrzeżeń
        | żadnych zastrzeżeń | to anioły | niebo w gębie | palce lizać | czapki z głów
        | gratulacje dla wszystkich | to sztos | pięknie zapakowane | uroczy dodatek
        | warte każdej złotówki | to się nazywa obsługa | to się nazywa serwis | to geniusz
        | jest aniołem | jak anioły""",
    good="""dobry | dobra | dobre | dobrze | świetny | świetna | świetne | świetnie | super
        | wspaniały | wspaniała | wspaniałe | wspaniale | doskonały | doskonała | doskonałe
        | rewelacja | rewelacyjny | rewelacyjna | rewelacyjne | fantastyczny | fantastyczna
        | fantastyczne | znakomity | znakomita | idealny | idealna | idealne | idealnie
        | piękny | piękna | piękne | śliczny | śliczna | śliczne | cudowny | cudowna | cudowne
        | pyszne | pyszny | pyszna | przepyszna | przepyszne | przepyszny | smaczne | miły
        | miła | miłe | mili | uprzejmy | uprzejma | pomocny | pomocna | profesjonalny
        | profesjonalna | szybko | szybka | zadowolony | zadowolona | szczęśliwy | szczęśliwa
        | zachwycony | zachwycona | wygodne | wygodny | ekstra | bomba | sztos | smaczny
        | smaczna | sympatyczny | sympatyczna | punktualnie | kompetentny | kompetentna
        | przemiła | przemiły | przemili | solidny | solidna | fajny | fajna | fajne
        | przytulnie | chrupiące | fachowa | fachowo | cudne | czyściutkie | boskie | obłędne
        | przeszczęśliwy | przeszczęśliwa | zachwycone | urocze | genialne""",
    sharing="""właśnie odebrałem | właśnie odebrałam | właśnie kupiłem | właśnie kupiłam
        | właśnie dostałem | właśnie dostałam | właśnie przyszło | właśnie przyszła
        | właśnie przyszedł | właśnie dotarła | zobaczcie co | zobaczcie | patrzcie
        | popatrzcie | zobacz co | oto mój | oto moja | oto moje | moja recenzja | moja pełna
        | unboxing | wspomnienie z | wspomnienia z | zeszłego lata | dzisiaj przyszło
        | przyszło dzisiaj | w końcu przyszło | w końcu dotarła | nareszcie | wasz przepis
        | waszego przepisu | zrobiłam wasz | zrobiłem wasz | w drodze do | nowy wpis
        | nowy film | nowy post | tak wygląda | nasz kącik | nasz nowy | nasza nowa | oto nasz
        | oto nasza | tak wyszło | tak wyszedł | przed i po | niedziela z | wycieczka z
        | przedstawiam | upiekłam | upiekłem | ugotowałam | ugotowałem""",
    neutral="""jak miło | jak fajnie | jak dobrze | dzień dobry | dobry wieczór | dobranoc
        | dobrej nocy | dobrego dnia | miłego dnia | miłego wieczoru | miłego weekendu
        | nie ma sprawy | nie ma problemu | nie ma za co | żaden problem | bez problemu
        | byłoby super | byłoby świetnie | byłoby dobrze | byłoby miło | jak najszybciej
        | wszystkiego dobrego | szczęśliwego nowego | problem rozwiązany | nie szkodzi
        | nic nie szkodzi | dobrze że | co za | za dobrze | super by | jak zawsze | jak zwykle
        | jak dla mnie | jak na | kiedy byłem | jeszcze raz | jak tylko | nic złego | nie znoszę""",
    thanks="""udało się | zadziałało | fantastycznie | rewelacja | wspaniale | cudownie
        | dziękuję | dziekuje | dziękujemy | dzięki | dzieki | dzięks | dziękuję bardzo
        | bardzo dziękuję | serdecznie dziękuję | serdeczne dzięki | wielkie dzięki
        | dzięki wielkie | stokrotne dzięki | dzięki bardzo | dobrze | dobra | jasne
        | w porządku | spoko | okej | super | świetnie | ekstra | idealnie | rozumiem
        | zrozumiałem | zrozumiałam | wszystko jasne | jasna sprawa | przyjąłem | przyjęłam
        | już działa | teraz działa | problem rozwiązany | nie ma sprawy | nie ma problemu
        | żaden problem | bez problemu | nie ma za co | proszę bardzo | polecam się
        | nie szkodzi | nic nie szkodzi | miłego dnia | miłego wieczoru | miłego weekendu
        | dobrego dnia | dobranoc | dobrej nocy | pozdrawiam | pozdrawiamy | pozdrowienia
        | pozdro | do widzenia | do zobaczenia | na razie | nara | pa | pa pa | nawzajem
        | wzajemnie | wszystkiego dobrego | nie dziękuję | bardzo miło | miło mi
        | jeszcze raz dziękuję | jeszcze raz dzięki | jeszcze raz bardzo dziękuję
        | dziękuję jeszcze raz | dzięki śliczne | dziękuję ślicznie | dziękuję pięknie
        | dziękuję serdecznie | dzięki serdeczne | miłej niedzieli | dobrego wieczoru
        | spokojnej nocy | już wszystko działa | wszystko działa | życzę miłego dnia
        | miłego dnia życzę | miłego popołudnia | wszystko w porządku | z pozdrowieniami
        | to super | wielkie dziękuję | wielkie podziękowania | również pozdrawiam | nie dzięki
        | jestem wdzięczna | jestem wdzięczny | jestem bardzo wdzięczna
        | jestem bardzo wdzięczny | bardzo wdzięczna | bardzo wdzięczny | dziękuję uprzejmie
        | uprzejmie dziękuję | ślicznie dziękuję | ogromne dzięki | super dzięki
        | bardzo dobrze | wam też | panu też | pani też | git | luz | luzik | spoczko | spox
        | bomba | fajnie | pięknie | cudnie | znakomicie | doskonale | kapitalnie | wporzo
        | elegancko | okej okej | okejka | okk | zgoda | no dobra | no dobrze | no to super
        | no to git | niech będzie | pasuje | pasuje mi | mi pasuje | to już wiem | już wiem
        | teraz wiem | teraz już wiem | już rozumiem | teraz rozumiem | wszystko rozumiem
        | wszystko wiem | przyjęłam do wiadomości | przyjąłem do wiadomości | zanotowałam
        | zanotowałem | zapamiętam | będę pamiętać | dobrze wiedzieć | warto wiedzieć
        | cieszę się | bardzo się cieszę | to dobrze | to świetnie | miło | bardzo mi miło
        | miło to słyszeć | bardzo miło z państwa strony | miło z państwa strony | to miłe
        | doceniam | doceniam to | bardzo doceniam | wdzięczna | wdzięczny | bóg zapłać
        | dziękówka | dzięksy | dziena | dzięki dzięki | dziękuję dziękuję | pięknie dziękuję
        | najmocniej dziękuję | gorąco dziękuję | bardzo bardzo dziękuję
        | bardzo serdecznie dziękuję | bardzo pięknie dziękuję | śliczne dzięki | mega dzięki
        | również dziękuję | ja też dziękuję | ja również dziękuję | miłej nocy | miłej soboty
        | dobrej niedzieli | dobrego weekendu | udanego weekendu | udanego dnia
        | miłego tygodnia | dobrego tygodnia | spokojnego dnia | spokojnego wieczoru
        | wesołych świąt | do jutra | do usłyszenia | do następnego | do następnego razu
        | trzymajcie się | trzymaj się | papa | buziaki | uściski | ściskam
        | z wyrazami szacunku | z poważaniem | dobra wiadomość | świetna wiadomość
        | super wiadomość | bardzo pomocne | to pomogło | bardzo mi pani pomogła
        | bardzo mi pan pomógł | bardzo pomogło | tak zrobię | zrobię tak | spróbuję
        | na pewno spróbuję | z całego serca dziękuję | dziękuję z całego serca
        | dziękuję ogromnie | ogromnie dziękuję | ogromne podziękowania
        | serdeczne podziękowania | życzę dobrego dnia | życzę miłego weekendu | tobie też
        | tobie również | państwu również | panu również | pani również""",
    channels="""dm | pw | priv | privie | wiadomość prywatną | wiadomości prywatnej
        | prywatną wiadomość | wiadomość | wiadomości | prywatnie | skrzynka | messenger
        | messengera | mailowo | mailem | maila | mail | e mail | email | telefonicznie
        | telefoniczny | infolinia | infolinię | infolinią | biurem obsługi | obsługi klienta
        | obsługą klienta | działem obsługi | formularz | czat | whatsapp""",
    send="""napisz | napiszcie | proszę napisać | prosimy napisać | napisać | wyślij
        | wyślijcie | wysłać | prześlij | przesłać | prosimy o | proszę o | skontaktuj
        | skontaktować | kontakt | kontaktu | zadzwoń | odezwij | zapraszamy | podaj
        | wypełnij | napisaliśmy | wysłaliśmy | wypełnić | podać | zostaw | przekaż | zadzwonić
        | zadzwońcie""",
    move="""napisz do nas na priv | napisz do nas | skontaktuj się z nami | prosimy o kontakt
        | proszę o kontakt | zapraszamy na priv | prosimy o wiadomość prywatną
        | odezwij się na priv | zapraszamy do kontaktu | na priv""",
    option="""lub | albo | inaczej | w razie | jeśli masz | jeżeli masz | jeśli chcesz | gdyby
        | ewentualnie | w przypadku | w razie czego""",
    more="""dodatkowych pytań | innych pytań | dalszych pytań | kolejnych pytań""",
    answers="""jesteśmy otwarci | otwarte | czynne | wyjechała | dotrze | będzie jutro | wraca
        | zwróciliśmy | dostępna | dostępny | dostępne | możesz znaleźć | znajdziesz
        | kosztuje | bezpłatna | bezpłatny | tak | wysłana | dostarczona | wyprzedał
        | wyprzedana | mogą wejść | jest możliwe | wyjedzie dziś | wyjedzie dzisiaj
        | wyjedzie jutro | wyjeżdża dziś | wyjeżdża jutro | jest w drodze | są w drodze
        | już działa""",
    padding="""dzień | dobry | cześć | hej | witaj | witamy | dziękujemy | dziękuję | przykro
        | przepraszamy | przepraszam | niedogodności | kłopot | sytuacja | sytuację | rozumiemy
        | pomóc | pomoc | pomocy | postaramy | sprawdzić | sprawdzimy | wyjaśnić | wyjaśnimy
        | sprawę | sprawa | mogli | możemy | możesz | żebyśmy | abyśmy | aby | numer | numerem
        | numeru | zamówienia | zamówieniem | rezerwacji | imię | nazwisko | dane | danymi
        | szczegóły | adres | adresem | telefonu | wiadomość | prywatną | klienta | obsługi
        | naszym | naszą | biuro | zespół | prosimy | pozdrawiamy | pozdrawiam | nam | nami
        | kontakt | szybko | najszybciej | razem""",
)

LANGUAGES: dict[str, Words] = {
    "en": EN,
    "de": DE,
    "fr": FR,
    "es": ES,
    "pt": PT,
    "it": IT,
    "nl": NL,
    "pl": PL,
}
