import { mendable, phrase, type WarningPhrase } from './warning-phrase.js'

const engine = '(?:engine|motor)'
const gearbox = '(?:transmission|gear ?box|trans|tranny|clutch|torque converter)'
/** The parts of a car that sellers name with their faults. */
const part = `(?:${engine}s?|${gearbox}|turbo|head ?gaskets?|gaskets?|seals?|a\\/?c|air conditioning|heat(?:er)?|blower|radio|stereo|speakers?|cluster|gauges?|speedometer|camera|cruise(?: control)?|horn|windows?|window motor|regulator|locks?|sun ?roof|moon ?roof|mirrors?|seats?|headliner|carpet|dash(?:board)?|alternator|starter|battery|radiator|hoses?|water pump|pumps?|thermostat|compressor|condenser|catalytic converters?|cats?|converters?|exhaust|muffler|o2 sensor|sensors?|injectors?|coils?|plugs|timing (?:belt|chain)|belts?|brakes?|rotors?|pads|calipers?|struts?|shocks?|suspension|springs?|shackles?|bushings?|ball joints?|tie rods?|(?:wheel |hub )?bearings?|cv (?:axles?|joints?)|axles?|differential|rear end|transfer case|4x4|4wd|awd|u-?joints?|drive ?shaft|steering(?: rack)?|rack|alignment|tires?|wheels?|rims?|bumpers?|fenders?|hood|grille?|doors?|tailgate|trunk|hatch|quarter panels?|rockers?(?: panels?)?|floor(?: ?pans?)?|bed|cab corners?|sills?|head ?lights?|tail ?lights?|wind(?:shield|screen)|glass|paint|clear ?coat|interior|body|gears?|heater core|serpentine(?: belt)?|pulley|tensioner|mounts?|control arms?|wiring|harness|alarm|visors?|key ?fob|remote|latch(?:es)?|handles?|antenna|washer|defrost(?:er)?|egr|dpf|turbo ?charger|flywheel|hub)`
/** The words that may stand between a part and what is said of it. */
const is =
  "(?: (?:is|are|was|were|has|have|have been|has been|went|goes|just|now|starting to|on [\\w ]{1,16}?)|'s)*"
const not =
  "(?:does ?n[o']?t|do ?n[o']?t|won.?t|does not|do not|will not|did ?n.?t|did not|can.?t|cannot|is not|isn.?t|are not|aren.?t|could ?n.?t|could not|not|no longer|quit|stopped)"
const needs = '(?:needs?|needing|could use|requires?|due for)'
/** Words between `needs` and what is needed. */
const some =
  '(?: (?:to have|an?|the|some|new|used|another|both|all|two|four|front|rear|left|right|driver|passenger|side|minor|major|little|bit of|few|of|set of|replacement|engine|motor|body|interior|mechanical|cosmetic))*'

/** The warnings about a car's condition, in English. The severities are a ranking by this library. */
export const conditionPhrases: readonly WarningPhrase[] = [
  mendable(
    'does not run',
    1,
    `${not} (?:want to )?(?:run(?:ning)?|start|drive|drivable|driveable|move|stay running|turn over|crank)\\b(?! (?:hot|warm|cold|out))`,
    'no[ -]start|non[ -]?run(?:ner|ning)|non-?op\\b|in-?operable|undriv(?:e)?able|dead in',
    '(?:needs?|must)(?: to)?(?: be)?(?: a)? (?:tow(?:ed)?|trailer(?:ed)?|jump(?:ed)?)\\b|must trailer|tow it',
    '(?:cranks|turns over) but|(?:ran|runs) (?:\\w+ )?when (?:it was )?parked|shuts off|cuts out|turn over',
    'stall(?:s|ing)\\b|dies (?:at|when|while|after|on|if)|takes (?:a few|several|some|two|three|a couple(?: of)?|multiple) (?:tries|attempts|cranks|times|turns) to|hard to start|hard start',
    '(?:sat|sitting) (?:in(?! (?:a|\\w+) (?:foot|feet|inch(?:es)?) of)|for|since|outside|up)\\b|parked it\\b',
  ),
  mendable(
    'engine trouble',
    0.9,
    `(?:blown|seized|bad|locked up|${needs}${some}) (?:${engine}|turbo|head ?gaskets?)`,
    `(?:${engine}|turbo) (?:is |was |has )?(?:blown|blew|gone)|${engine} (?:has|with|makes) (?:a |an |some )?(?:\\w+ )?(?:knock|tick|noise|sound)|${engine} (?:is |was )?(?:blown|seized|shot|bad|locked|knock(?:s|ing)?|ticks)`,
    'head ?gasket (?:is )?(?:leak(?:s|ing)?|blown|bad|gone)|(?:probably|likely|possible|maybe) (?:a |the )?head ?gasket',
    `timing (?:belt|chain)${is} (?:let go|snapped|broke|jumped|slipped|stretched)|${engine}${is} (?:let go|died)`,
    'rod knock|knocking|knocks|spun bearing|(?:threw|thrown|throwing) a? ?rod|sludge|runs? on (?:two|three|five|seven|\\d) cylinders|lifter tick|bottom end',
    'overheat(?:s|ing|ed)?|runs? hot|(?:temp|temperature)(?: gauge)? (?:climbs|rises)|coolant (?:disappears|loss)|(?:loses|losing|uses|drinks|eats) coolant',
    'burn(?:s|ing)? (?:any |some |a little )?oil|(?:uses?|drinks|eats|goes through|adding|add) (?:(?:about|some|a|an|little|bit|quart|litre|liter|of|lot|drop|its) )+oil\\b(?! ?change)|(?:quart|litre|liter)(?: of oil)? every|low oil pressure',
    'smokes(?! free)|(?:white|blue|black) smoke|misfir(?:es?|ing)|(?:low|lost|no) compression',
    '(?:rough idle|idles? rough|runs? rough|sputters?|backfires?|bogs down|lacks? power|(?:down|low) on (?:power|boost)|no boost|(?:loses?|lost|no) power|loss of power|limp mode)(?! (?:steering|windows))',
  ),
  mendable(
    'transmission trouble',
    0.9,
    `(?:bad|slipping|${needs}${some}) ${gearbox}|${gearbox}${is} (?:on (?:its|the|their) way out|crunchy|notchy|sloppy|lazy)|${gearbox}${is} (?:slip(?:s|ping)?|going out|bad|shot|needs|bangs?|clunks?|crunch(?:es|ing)?|grinds?|jerks?|shudders?|act(?:s|ing)? up|act up|issues?|problems?|to the floor)`,
    `${gearbox} pedal (?:goes )?to the floor|slips (?:in|when|going)|jerk(?:s|ing|y)\\b|hard shift(?:s|ing)?|hesitates going into`,
    `(?:no|lost) (?:reverse|overdrive|(?:forward|first|second|third|fourth) gears?)|${not} (?:want to )?(?:shift|go into|engage|hold (?:a )?gear)\\b`,
  ),
  phrase(
    'frame damage',
    0.9,
    '(?:sub)?(?:frame|structural|unibody|chassis)(?: is| has| was)?(?: a| some)? (?:damaged?|rust(?:ed)?|rot(?:ted|ten)?|holes?|bent|repairs|cracked)|bent (?:frame|chassis)',
  ),
  phrase(
    'airbags deployed',
    0.9,
    'air ?bags?(?: (?:are|is|have|has|were|been))* (?:deployed|missing|blown|blew|went off)',
  ),
  mendable(
    'mechanic special',
    0.8,
    'mechanics?.?s? special|handy ?man.?s? special|(?:car )?project\\b|fixer[ -]upper',
  ),
  phrase(
    'accident',
    0.6,
    'accidents?\\b(?! ?(?:avoidance|history report|history|forgiveness|free))|accident history(?=: *(?!none|no|0|zero|clean))|wreck(?:s|ed)?\\b',
    'collision(?! (?:alert|assist|avoidance|braking|mitigation|prevention|system|warning|center|shop))',
    '(?:front|rear|side)[ -]end(?:ed| damage)|fender[ -]?bender|side[ -]?swiped?|t-boned|run in with a',
    '(?:was|got|been|were|is|and) (?:lightly )?(?:hit\\b|struck|backed into|rear-?ended|keyed|sideswiped)|keyed (?:the|my|it|on|both|one)\\b',
    'hit (?:a|an|the|in the|on the|my|it)\\b(?! road)|hitting a|(?:backed|ran|crashed|slid) into|deer hit|vandali[sz]ed|clipped',
  ),
  mendable(
    'fails inspection',
    0.6,
    `(?:fail(?:s|ed)?|${not} (?:get (?:it|this|her|him) to )?pass)(?: its| the| state)? (?:inspection|smog|emissions?|mot|safety|as it|e-?check)`,
    '(?:mot|inspection|smog|tags?)(?: is| has)? (?:failed|failure|fail|expired|ran out|run out|due|overdue)|no mot\\b|mot advisor(?:y|ies) (?:for|on|of)|expired (?:mot|inspection|smog)',
  ),
  mendable(
    'warning light',
    0.5,
    '(?:check[ -]engine|engine management|service engine(?: soon)?|warning|abs|srs|air ?bag|traction)(?: warning)? (?:lights?|lamps?)|cel\\b',
    '(?:dash|engine|management|temp|pressure|plug|coolant|oil|brake|battery|tpms|traction|stability|srs|abs) (?:light|lamp)s? (?:(?:is|are|just|has|have|stays?) )*(?:on\\b|flash(?:es|ing)|blink(?:s|ing)|came on|comes on|lit)',
    '(?:throws?|throwing|has) (?:a |some )?codes?|codes? (?:is )?p?\\d{4}|p0\\d{3}\\b',
  ),
  mendable(
    'hail damage',
    0.4,
    'hail (?:damaged?|sale|dents?|dings?|dimples?|marks?|spots?|car|truck)|hailed on',
  ),
  mendable(
    'does not work',
    0.4,
    `(?<!odometer )${not} (?:work(?:ing)?|open|close|lock|latch|cool|blow|come on|function(?:al|ing)?)\\b`,
    '(?:only )?works? (?:only |some)(?:sometimes|times|on)|only works?|inop\\b|(?:off|out of) track|intermittent|to be slammed',
    `no (?:heat|a\\/?c)\\b|a\\/?c (?:is |blows |but )*not (?:very |that |so )?cold|blows (?:warm|hot|but not cold)|act(?:s|ing) up`,
    `${not} (?:read|register|charge|connect|hold|release|turn on|stay (?:up|down|on|open|closed|shut|lit)|go (?:over|above|past|faster)|seal|retract|recline|shut|line up|sit)\\b|(?:only|barely) (?:goes|rolls|opens|closes|moves) |(?:goes|rolls|opens) (?:down |up )?(?:half ?way|part ?way)`,
    `(?:electrical|wiring) (?:gremlins?|problems?|faults?)|drains? (?:the|its) battery|parasitic|(?:goes|went|comes|going) off (?:randomly|by itself|for no)|${part} (?:is |was |has been )?(?:bypassed|deleted|disconnected|unhooked|unplugged)\\b`,
    `(?:zip ?ti(?:es?|ed)|duct ?tape[d]?|bungee|held (?:on|up|together|shut))|(?:moisture|condensation|water) (?:inside|in the (?:${part}))|(?:fogged|foggy|hazy|yellowed)\\b`,
    `${part}${is} (?:broken?(?! in)|dead|stuck|inop|shot|toast|junk|faulty|failing|fail(?:s|ed)|bad|quit|worn(?: out)?|tired|weak|(?:about |almost |nearly |pretty |getting )?(?:bald|shot|tired|weak)|on (?:its|the|their) (?:way out|last legs?)|at the end of (?:its|their) life|let go|snapped|broke|blown|stolen|loud|loose|clogged|plugged|blocked|burnt|misaligned|noisy|spongy|mushy|sloppy|slow|pushed in|half finished|unfinished|(?:stays?|stuck) (?:on|open|closed|down|up)|(?:does|do) nothing|(?:pops?|popping|jumps?) out|works? on (?:high|low|one)|missing|bent|smashed|crumpled|crushed|banged up|dented|hanging|falling|off track|going out|needed|getting (?:low|thin|bad|weak)|low|noisy|loose|sagg(?:ing|ed)|ripped|burnt out)\\b`,
    `${part}(?: (?:is|are|went|has gone|has went|going))? (?:out)\\b(?! of)|${part} (?:(?:is|are) (?:gone|done|off)|(?:was|has) gone)\\b`,
    `(?:seized|blown|clogged|bent|cracked|dead) (?:\\w+ )?${part}\\b`,
    '(?:alignment is off|pull(?:s|ing) (?:to the )?(?:left|right)|(?:smells? (?:like|of) (?!new)|smell (?:in|inside|of)|cuts? (?:in and )?out|dead pixels?|finicky|temperamental|sticks (?:in|when|sometimes|a)|sticking\\b|goes dark|comes and goes|play in the|(?:mice|rodents?|rats) (?:chewed|got|ate)|chewed\\b|melted\\b|(?:had|was|been) (?:a )?(?:small )?(?:on )?fire\\b|flickers?|flickering|hesitat(?:es|ion)|surges|surging)|holes? in|has (?:a |some )?holes?\\b|missing (?:the |its |a |an |one |some |both |two |front |rear )+|beat (?:on|up)\\b|abused|ridden hard|(?<!odometer )broken?\\b(?! in)|bad (?:alternator|starter|battery|radiator|bearing|brakes|tires|struts|shocks|axle|wheel))',
  ),
  mendable(
    'needs work',
    0.4,
    `${needs}${some} (?:${part}|parts|work|repairs?|tlc|attention|(?:re)?charge|freon|alignment|balancing|tune[ -]?up|body ?work|welding|diagnos\\w+|fixing|finishing)\\b`,
    `(?:${needs}|must|should)(?: to)?(?: be| have)? (?:done|replaced|replacing|replacement|fixed|repaired|rebuilt|welded|finished|diagnosed)`,
    // What a car needs is a fault, unless it is a buyer or a wash.
    'needs (?!(?:nothing|no\\b|not|gone|to (?:go|sell|be (?:seen|sold|gone|driven))|(?:a |an |some )?(?:new |good |loving |better )*(?:home|owner|family|driver|wash|bath|detail|cleaning|clean|vacuum)|someone|only|money|the|(?:an? )?oil change|(?:new )?wipers?)\\b)',
    'will (?:soon )?need(?:(?: to be)? (?:replaced|replacing|fixed|repaired|rebuilt))?|(?:some|few|minor|major|small|electrical|mechanical|engine|cooling|has|have|having)(?: a| an| few| some| minor| electrical| mechanical| small)* (?:issues?|problems?)|when fixed|not perfect',
  ),
  mendable(
    'leak',
    0.4,
    '(?:oil|coolant|fluid|fuel|water) leaks?|leaks? (?:\\w+ )?(?:\\w+ )?(?:oil|coolant|fluid|water|fuel)|leaks?\\b(?![ -]?(?:free|proof|down))|leaking|puddles?\\b|seal leak|seep(?:s|ing|age)?\\b|drips?\\b|dripping|oil spots?',
  ),
  mendable(
    'noise',
    0.4,
    'rattl(?:es?|ing)|squeak(?:s|y|ing)?\\b|squeal(?:s|ing)?\\b|grind(?:s|ing)?\\b|clunk(?:s|ing)?\\b|whin(?:e|es|ing)\\b|vibrat(?:es?|ion|ing)|shak(?:es|ing)\\b|shimmy|shudder(?:s|ing)?\\b|wobbles?|humming|hums?\\b(?! of)|(?:makes?|making|has|have) (?:a |an |some )?(?:\\w+ )?(?:noise|sound)\\b|noise\\b(?! (?:cancel|reduc|insulat))|tick(?:s|ing)\\b|tapping|chirps?\\b|chirping|groans?\\b|groaning|whistl(?:es|ing)|howls?\\b|howling|hiss(?:es|ing)|creaks?\\b|creaking|squawks?|bangs?\\b|thumps?|buzz(?:es|ing)|floats? over|bounc(?:es|y)\\b',
  ),
  phrase('sold as is', 0.3, 'as[ -]is\\b|sold as seen'),
  mendable(
    'rust',
    0.3,
    'rust(?:y|ed|ing)?\\b(?! ?(?:free|proof\\w*|protection|prevention))|corro(?:sion|ded|ding)|rot\\b|rott(?:ed|en|ing)|bubbl(?:es?|ing)|rockers? (?:are |is )?gone',
  ),
  mendable(
    'cosmetic damage',
    0.2,
    '(?:crease[sd]?|dimple[sd]?|gouge[sd]?|dent(?:s|ed)?|ding(?:s|ed)?|scratch(?:es|ed)?|scuff(?:s|ed)?|scrape[sd]?|scraping)\\b(?! ?-?(?:free|removal|repair|resist\\w*|less|proof))',
    '(?:crunched|crumpled|mangled|smashed)\\b|(?:interior|exterior|paint|body|cosmetics|condition)(?: is| are)?(?: a (?:bit|little)| pretty| very| kind of)? rough\\b|rough (?:shape|condition|around)',
    'body damage|curb rash|road rash|chips?\\b(?! (?:tune|tuned|key))|crack(?:s|ed)?\\b|peel(?:s|ing)\\b|fad(?:ed|ing)\\b|sagg(?:ing|ed|y)\\b',
    '(?:clear ?coat (?:is |has )?fail\\w*|tears?|torn|ripp?(?:s|ed)?|stain(?:s|ed)|burn (?:marks?|holes?)|cigarette burns?)\\b(?! ?-?(?:free|resist\\w*|proof))',
  ),
]
