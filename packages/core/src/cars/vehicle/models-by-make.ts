/**
 * The models of each make that are common on used-car markets, spelled as the maker does, without accents. A car that is
 * sold under two names is listed under both. One table of data, so that this file may be long.
 */
export const modelsByMake: Readonly<Record<string, string>> = {
  Abarth: '124 Spider, 500, 595, 695',
  Acura: 'CL, CSX, ILX, Integra, Legend, MDX, NSX, RDX, RL, RLX, RSX, TL, TLX, TSX, Vigor, ZDX',
  'Alfa Romeo': '147, 156, 159, 164, 4C, Brera, Giulia, Giulietta, GT, GTV, MiTo, Spider, Stelvio, Tonale',
  Alpina: 'B3, B4, B5, B6, B7, D3, D4, D5, XB7',
  'AM General': 'Hummer',
  'American Motors Corporation': 'Eagle, Encore, Spirit',
  Ariel: 'Atom',
  'Aston Martin': 'DB7, DB9, DB11, DBS, DBX, Rapide, Vanquish, Vantage, V8, V8 Vantage, V12 Vantage, Virage',
  Audi:
    '80, 90, 100, A1, A2, A3, A4, A4 Allroad, A5, A6, A6 Allroad, A7, A8, Allroad, Cabriolet, E-tron, ' +
    'E-tron GT, Q2, Q3, Q4 E-tron, Q5, Q7, Q8, R8, RS 3, RS 4, RS 5, RS 6, RS 7, RS Q3, RS Q8, S1, S3, ' +
    'S4, S5, S6, S7, S8, SQ2, SQ5, SQ7, SQ8, TT, TT RS, TTS',
  Bentley: 'Arnage, Azure, Bentayga, Brooklands, Continental, Continental GT, Flying Spur, Mulsanne',
  BMW:
    '1 Series, 2 Series, 3 Series, 4 Series, 5 Series, 6 Series, 7 Series, 8 Series, i3, i4, i7, i8, iX, ' +
    'iX1, iX3, M2, M3, M4, M5, M6, M8, X1, X2, X3, X3 M, X4, X4 M, X5, X5 M, X6, X6 M, X7, XM, Z1, Z3, ' +
    'Z4, Z8',
  Bugatti: 'Chiron, Divo, Veyron',
  Buick:
    'Cascada, Century, Electra, Enclave, Encore, Encore GX, Envision, Envista, LaCrosse, LeSabre, Lucerne, Park ' +
    'Avenue, Rainier, Regal, Rendezvous, Riviera, Roadmaster, Skylark, Terraza, Verano',
  BYD: 'Atto 3, Dolphin, e6, Han, Seal, Tang',
  Cadillac:
    'Allante, ATS, ATS-V, BLS, Brougham, Catera, Cimarron, CT4, CT5, CT6, CTS, CTS-V, DeVille, DTS, ' +
    'Eldorado, ELR, Escalade, Escalade ESV, Escalade EXT, Fleetwood, Lyriq, Seville, SRX, STS, XLR, XT4, ' +
    'XT5, XT6, XTS',
  Chery: 'J1, J3, J11, Tiggo',
  Chevrolet:
    'Astro, Avalanche, Aveo, Beretta, Blazer, Bolt EUV, Bolt EV, C1500, Camaro, Caprice, Captiva, ' +
    'Cavalier, Celebrity, City Express, Cobalt, Colorado, Corsica, Corvette, Cruze, Epica, Equinox, ' +
    'Express, HHR, Impala, Kalos, Lacetti, Lumina, Malibu, Malibu Maxx, Matiz, Metro, Monte Carlo, ' +
    'Nubira, Orlando, Prizm, S-10, S-10 Blazer, Silverado, Silverado 1500, Silverado 2500, Silverado ' +
    '2500HD, Silverado 3500, Silverado 3500HD, Sonic, Spark, SS, SSR, Suburban, Suburban 1500, Tahoe, ' +
    'Tracker, TrailBlazer, TrailBlazer EXT, Traverse, Trax, Uplander, Venture, Volt',
  Chrysler:
    '200, 300, 300C, 300M, Aspen, Cirrus, Concorde, Crossfire, Grand Voyager, LeBaron, LHS, New Yorker, ' +
    'Pacifica, Prowler, PT Cruiser, Sebring, Town & Country, Voyager',
  Citroen:
    'Berlingo, C-Crosser, C-Zero, C1, C2, C3, C3 Aircross, C3 Picasso, C4, C4 Cactus, C4 Picasso, C4 ' +
    'SpaceTourer, C5, C5 Aircross, C5 X, C6, C8, DS3, DS4, DS5, Dispatch, Grand C4 Picasso, Grand C4 ' +
    'SpaceTourer, Jumper, Jumpy, Nemo, Relay, Saxo, SpaceTourer, Xantia, Xsara, Xsara Picasso',
  Cupra: 'Ateca, Born, Formentor, Leon',
  Dacia: 'Dokker, Duster, Jogger, Lodgy, Logan, Sandero, Spring',
  Daewoo: 'Kalos, Lacetti, Lanos, Leganza, Matiz, Nubira, Tacuma',
  Daihatsu: 'Charade, Copen, Cuore, Rocky, Sirion, Terios',
  Datsun: 'Go, Go Plus, RediGO',
  DFSK: '580',
  Dodge:
    'Avenger, Caliber, Caravan, Challenger, Charger, Colt, Dakota, Dart, Daytona, Durango, Dynasty, Grand ' +
    'Caravan, Hornet, Intrepid, Journey, Magnum, Neon, Nitro, Omni, Ram, Ram 150, Ram 250, Ram 350, Ram ' +
    '1500, Ram 2500, Ram 3500, Ramcharger, Shadow, Spirit, Sprinter, Stealth, Stratus, Viper',
  DS: '3, 3 Crossback, 4, 5, 7, 7 Crossback, 9',
  Eagle: 'Premier, Summit, Talon, Vision',
  Ferrari:
    '296 GTB, 348, 360, 430, 456, 458, 488, 599, 612, 812, California, Enzo, F12, F355, F430, F8 Tributo, ' +
    'FF, GTC4Lusso, LaFerrari, Maranello, Mondial, Portofino, Purosangue, Roma, SF90 Stradale, Testarossa',
  Fiat:
    '124 Spider, 500, 500C, 500e, 500L, 500X, 600, Barchetta, Bravo, Croma, Doblo, Ducato, Fiorino, ' +
    'Freemont, Grande Punto, Idea, Linea, Multipla, Panda, Punto, Punto Evo, Qubo, Scudo, Sedici, ' +
    'Seicento, Stilo, Talento, Tipo, Ulysse',
  Fisker: 'Karma, Ocean',
  Force: 'Gurkha',
  Ford:
    'Aerostar, Aspire, B-Max, Bronco, Bronco II, Bronco Sport, C-Max, Contour, Cougar, Crown Victoria, ' +
    'E-150, E-250, E-350, E-Series, Econoline, EcoSport, Edge, Endeavour, Escape, Escort, Everest, ' +
    'Excursion, Expedition, Expedition EL, Expedition Max, Explorer, Explorer Sport Trac, F-150, F-250, ' +
    'F-350, F-450, Falcon, Fiesta, Figo, Five Hundred, Flex, Focus, Focus C-Max, Freestar, Freestyle, ' +
    'Fusion, Galaxy, Grand C-Max, Ka, Ka+, Kuga, LTD, Maverick, Mondeo, Mustang, Mustang Mach-E, Probe, ' +
    'Puma, Ranger, S-Max, Shelby GT350, Shelby GT500, StreetKa, Taurus, Taurus X, Tempo, Territory, ' +
    'Thunderbird, Tourneo, Transit, Transit Connect, Transit Courier, Transit Custom, Windstar',
  FPV: 'F6, GT',
  Geely: 'Coolray, Emgrand',
  Genesis: 'G70, G80, G90, GV60, GV70, GV80',
  Geo: 'Metro, Prizm, Storm, Tracker',
  GMC:
    'Acadia, Canyon, Denali, Envoy, Envoy XL, Envoy XUV, Hummer EV, Jimmy, Safari, Savana, Sierra, Sierra ' +
    '1500, Sierra 2500, Sierra 2500HD, Sierra 3500, Sierra 3500HD, Sonoma, Suburban, Syclone, Terrain, ' +
    'Typhoon, Vandura, Yukon, Yukon XL',
  'Great Wall': 'Cannon, Steed, V200, V240, X200, X240',
  GWM: 'Cannon, Haval H6, Haval Jolion, Ora, Tank 300, Ute',
  Haval: 'H2, H6, H9, Jolion',
  Holden:
    'Acadia, Adventra, Astra, Barina, Berlina, Calais, Caprice, Captiva, Colorado, Commodore, Crewman, ' +
    'Cruze, Epica, Equinox, Frontera, Insignia, Jackaroo, Monaro, Rodeo, Spark, Statesman, Trailblazer, ' +
    'Trax, Ute, Vectra, Viva, Volt, Zafira',
  Honda:
    'Accord, Accord Crosstour, Amaze, BR-V, Brio, City, Civic, Clarity, CR-V, CR-Z, Crosstour, Del Sol, ' +
    'e, Element, Fit, FR-V, HR-V, Insight, Integra, Jazz, Legend, MDX, Mobilio, NSX, Odyssey, Passport, ' +
    'Pilot, Prelude, Prologue, Ridgeline, S2000, WR-V, ZR-V',
  HSV: 'Clubsport, Grange, GTS, Maloo, Senator',
  Hummer: 'H1, H2, H3, H3T',
  Hyundai:
    'Accent, Alcazar, Aura, Azera, Bayon, Creta, Elantra, Elantra GT, Elantra Touring, Entourage, Eon, ' +
    'Equus, Excel, Genesis, Genesis Coupe, Getz, Grand i10, Grandeur, i10, i20, i30, i40, i800, iLoad, ' +
    'iMax, Ioniq, Ioniq 5, Ioniq 6, ix20, ix35, ix55, Kona, Matrix, Nexo, Palisade, Santa Cruz, Santa Fe, ' +
    'Santa Fe Sport, Santro, Sonata, Staria, Terracan, Tiburon, Trajet, Tucson, Veloster, Venue, ' +
    'Veracruz, Verna, Xcent, XG350',
  Infiniti:
    'EX, EX35, EX37, FX, FX35, FX37, FX45, FX50, G, G20, G25, G35, G37, I30, I35, J30, JX35, M, M30, M35, ' +
    'M37, M45, M56, Q30, Q40, Q45, Q50, Q60, Q70, QX, QX4, QX30, QX50, QX55, QX56, QX60, QX70, QX80',
  Isuzu:
    'Amigo, Ascender, Axiom, D-Max, Hombre, i-280, i-290, i-350, i-370, Impulse, MU-7, MU-X, Oasis, ' +
    'Rodeo, Stylus, Trooper, VehiCROSS',
  Iveco: 'Daily',
  Jaguar: 'E-Pace, F-Pace, F-Type, I-Pace, S-Type, X-Type, XE, XF, XJ, XJ6, XJ8, XJR, XJS, XK, XK8, XKR',
  Jeep:
    'Avenger, CJ7, Cherokee, Comanche, Commander, Compass, Gladiator, Grand Cherokee, Grand Cherokee L, ' +
    'Grand Wagoneer, Liberty, Patriot, Renegade, Wagoneer, Wrangler, Wrangler Unlimited',
  Kia:
    'Amanti, Borrego, Cadenza, Carens, Carnival, Ceed, Cerato, EV6, EV9, Forte, Forte Koup, K5, K900, ' +
    'Magentis, Niro, Optima, Picanto, ProCeed, Rio, Rondo, Sedona, Seltos, Sephia, Sonet, Sorento, Soul, ' +
    'Spectra, Sportage, Stinger, Stonic, Telluride, Venga, XCeed',
  Koenigsegg: 'Agera, CCX, Jesko, Regera',
  Lada: '4x4, Granta, Kalina, Niva, Priora, Vesta',
  Lamborghini: 'Aventador, Countach, Diablo, Gallardo, Huracan, Murcielago, Revuelto, Reventon, Urus, Veneno',
  Lancia: 'Delta, Lybra, Musa, Phedra, Thema, Thesis, Voyager, Ypsilon',
  'Land Rover':
    'Defender, Defender 90, Defender 110, Discovery, Discovery Sport, Freelander, LR2, LR3, LR4, Range ' +
    'Rover, Range Rover Evoque, Range Rover Sport, Range Rover Velar',
  LDV: 'D90, Deliver 9, G10, T60, V80',
  Lexus: 'CT, ES, GS, GX, HS, IS, LBX, LC, LFA, LM, LS, LX, NX, RC, RX, RZ, SC, TX, UX',
  Lincoln:
    'Aviator, Blackwood, Continental, Corsair, LS, Mark LT, Mark VII, Mark VIII, MKC, MKS, MKT, MKX, MKZ, ' +
    'Nautilus, Navigator, Navigator L, Town Car, Zephyr',
  Lotus: 'Elan, Eletre, Elise, Emira, Esprit, Europa, Evija, Evora, Exige',
  Lucid: 'Air, Gravity',
  'Lynk & Co': '01',
  Mahindra: 'Alturas, Bolero, KUV100, Marazzo, Scorpio, Thar, TUV300, Verito, XUV300, XUV500, XUV700, Xylo',
  'Maruti Suzuki':
    'A-Star, Alto, Alto 800, Alto K10, Baleno, Brezza, Celerio, Ciaz, Dzire, Eeco, Ertiga, Gypsy, Ignis, ' +
    'Omni, Ritz, S-Cross, S-Presso, Swift, Swift Dzire, SX4, Vitara, Vitara Brezza, Wagon R, XL6, Zen',
  Maserati: 'Coupe, Ghibli, GranCabrio, GranSport, GranTurismo, Grecale, Levante, MC20, Quattroporte, Spyder',
  Maybach: '57, 62',
  Mazda:
    '2, 3, 5, 6, 121, 323, 626, 929, B-Series, B2200, B2300, B2600, B3000, B4000, BT-50, CX-3, CX-30, ' +
    'CX-5, CX-50, CX-60, CX-7, CX-8, CX-9, CX-90, Millenia, MPV, MX-3, MX-30, MX-5, MX-6, Navajo, ' +
    'Premacy, Protege, Protege5, RX-7, RX-8, Tribute',
  McLaren: '12C, 540C, 570GT, 570S, 600LT, 650S, 675LT, 720S, 765LT, Artura, GT, MP4-12C, P1, Senna',
  'Mercedes-Benz':
    '190, 300, 400, 500, 560, A-Class, AMG GT, B-Class, C-Class, Citan, CL-Class, CLA, CLC, CLE, ' +
    'CLK-Class, CLS, E-Class, EQA, EQB, EQC, EQE, EQS, EQV, G-Class, GL-Class, GLA, GLB, GLC, GLE, ' +
    'GLK-Class, GLS, M-Class, Maybach, Metris, R-Class, S-Class, SL-Class, SLC, SLK-Class, SLR McLaren, ' +
    'SLS AMG, Sprinter, V-Class, Vaneo, Viano, Vito, X-Class',
  Mercury:
    'Capri, Cougar, Grand Marquis, Marauder, Mariner, Milan, Montego, Monterey, Mountaineer, Mystique, ' +
    'Sable, Topaz, Tracer, Villager',
  Merkur: 'Scorpio, XR4Ti',
  MG: '3, 4, 5, 6, F, GS, HS, Hector, MGF, TF, ZR, ZS, ZT',
  Mini:
    'Cabrio, Clubman, Convertible, Cooper, Cooper Clubman, Cooper Countryman, Cooper Coupe, Cooper ' +
    'Paceman, Cooper Roadster, Cooper S, Countryman, Coupe, Hatch, John Cooper Works, One, Paceman, ' +
    'Roadster',
  Mitsubishi:
    '3000GT, 380, ASX, Carisma, Challenger, Colt, Cordia, Delica, Diamante, Eclipse, Eclipse Cross, ' +
    'Eclipse Spyder, Endeavor, Expo, Express, Galant, Grandis, i-MiEV, L200, L300, Lancer, Lancer ' +
    'Evolution, Lancer Sportback, Magna, Mighty Max, Mirage, Mirage G4, Montero, Montero Sport, ' +
    'Outlander, Outlander PHEV, Outlander Sport, Pajero, Pajero Sport, Precis, Raider, Sigma, Space Star, ' +
    'Starion, Triton, Verada',
  Morgan: '3 Wheeler, Aero 8, Plus 4, Plus 6, Plus 8',
  NIO: 'EL6, ES8, ET5, ET7',
  Nissan:
    '200SX, 240SX, 280ZX, 300ZX, 350Z, 370Z, Almera, Altima, Ariya, Armada, Cube, Dualis, e-NV200, ' +
    'Elgrand, Frontier, GT-R, Juke, Kicks, Leaf, Maxima, Micra, Murano, Navara, Note, NV200, NV300, ' +
    'NV400, NX, Pathfinder, Patrol, Pickup, Pixo, Primastar, Primera, Pulsar, Qashqai, Qashqai+2, Quest, ' +
    'Rogue, Rogue Select, Rogue Sport, Sentra, Serena, Skyline, Stagea, Stanza, Sunny, Terrano, Tiida, ' +
    'Titan, Titan XD, Versa, Versa Note, X-Trail, Xterra, Z',
  Oldsmobile:
    '88, 98, Achieva, Alero, Aurora, Bravada, Custom Cruiser, Cutlass, Cutlass Ciera, Cutlass Supreme, ' +
    'Intrigue, Silhouette, Toronado',
  Opel:
    'Adam, Agila, Ampera, Antara, Ascona, Astra, Calibra, Cascada, Combo, Corsa, Corsa-e, Crossland, ' +
    'Crossland X, Frontera, Grandland, Grandland X, GT, Insignia, Karl, Manta, Meriva, Mokka, Mokka X, ' +
    'Movano, Omega, Signum, Tigra, Vectra, Vivaro, Zafira, Zafira Life, Zafira Tourer',
  Pagani: 'Huayra, Zonda',
  Panoz: 'Esperante, Roadster',
  Peugeot:
    '106, 107, 108, 1007, 2008, 205, 206, 207, 208, 3008, 301, 306, 307, 308, 4007, 4008, 405, 406, 407, ' +
    '408, 5008, 504, 505, 508, 607, 806, 807, Bipper, Boxer, e-208, e-2008, Expert, iOn, Partner, RCZ, ' +
    'Rifter, Traveller',
  Plymouth: 'Acclaim, Breeze, Colt, Grand Voyager, Horizon, Laser, Neon, Prowler, Reliant, Sundance, Voyager',
  Polestar: '1, 2, 3, 4',
  Pontiac:
    '6000, Aztek, Bonneville, Fiero, Firebird, G3, G5, G6, G8, Grand Am, Grand Prix, GTO, LeMans, ' +
    'Montana, Montana SV6, Solstice, Sunbird, Sunfire, Torrent, Trans Am, Trans Sport, Vibe',
  Porsche:
    '356, 718, 911, 914, 918 Spyder, 924, 928, 944, 968, 991, 992, Boxster, Carrera GT, Cayenne, Cayenne ' +
    'Coupe, Cayman, Macan, Panamera, Taycan',
  Proton: 'Exora, Gen-2, Persona, Preve, Satria',
  Ram: '1500, 1500 Classic, 2500, 3500, 4500, C/V, Dakota, ProMaster, ProMaster City',
  Renault:
    'Alaskan, Arkana, Austral, Avantime, Captur, Clio, Duster, Espace, Express, Fluence, Grand Espace, ' +
    'Grand Modus, Grand Scenic, Kadjar, Kangoo, Kiger, Koleos, Kwid, Laguna, Latitude, Lodgy, Master, ' +
    'Megane, Modus, Pulse, Rapid, Safrane, Scala, Scenic, Talisman, Trafic, Triber, Twingo, Twizy, Vel ' +
    'Satis, Wind, Zoe',
  Rimac: 'Concept One, Nevera',
  Rivian: 'R1S, R1T',
  'Rolls-Royce': 'Cullinan, Dawn, Ghost, Park Ward, Phantom, Silver Seraph, Silver Shadow, Spectre, Wraith',
  Rover: '25, 45, 75, 200, 214, 400, 600, 800, Mini, Streetwise',
  Saab: '900, 9000, 9-2X, 9-3, 9-4X, 9-5, 9-7X',
  Saleen: 'S7',
  Saturn: 'Astra, Aura, Ion, L-Series, L100, L200, L300, Outlook, Relay, SC, Sky, SL, SW, Vue',
  Scion: 'FR-S, iA, iM, iQ, tC, xA, xB, xD',
  SEAT:
    'Alhambra, Altea, Altea XL, Arona, Arosa, Ateca, Cordoba, Exeo, Ibiza, Inca, Leon, Marbella, Mii, ' +
    'Tarraco, Toledo',
  Skoda:
    'Citigo, Elroq, Enyaq, Fabia, Favorit, Felicia, Kamiq, Karoq, Kodiaq, Kushaq, Octavia, Rapid, ' +
    'Roomster, Scala, Slavia, Superb, Yeti',
  smart: '#1, #3, Forfour, Fortwo, Roadster',
  Spyker: 'C8',
  SRT: 'Viper',
  SsangYong:
    'Actyon, Actyon Sports, Korando, Kyron, Musso, Rexton, Rodius, Stavic, Tivoli, Tivoli Grand, XLV',
  Subaru:
    'Ascent, B9 Tribeca, Baja, Brat, BRZ, Brumby, Crosstrek, Exiga, Forester, Impreza, Impreza WRX, ' +
    'Justy, Legacy, Leone, Levorg, Liberty, Loyale, Outback, Solterra, SVX, Trezia, Tribeca, WRX, WRX ' +
    'STI, XT, XV, XV Crosstrek',
  Suzuki:
    'Across, Aerio, Alto, APV, Baleno, Celerio, Equator, Esteem, Forenza, Grand Vitara, Ignis, Jimny, ' +
    'Kizashi, Liana, Reno, S-Cross, Samurai, Sidekick, Splash, Swace, Swift, SX4, SX4 S-Cross, Verona, ' +
    'Vitara, Wagon R+, X-90, XL7',
  Tata:
    'Altroz, Aria, Bolt, Harrier, Hexa, Indica, Indigo, Manza, Nano, Nexon, Punch, Safari, Safari Storme, ' +
    'Sumo, Tiago, Tigor, Xenon, Zest',
  Tesla: 'Cybertruck, Model 3, Model S, Model X, Model Y, Roadster',
  Toyota:
    '4Runner, 86, Alphard, Auris, Aurion, Avalon, Avanza, Avensis, Aygo, bZ4X, C-HR, Camry, Camry Solara, ' +
    'Celica, Corolla, Corolla Altis, Corolla Cross, Corolla iM, Corolla Verso, Cressida, Crown, Echo, ' +
    'Estima, Etios, FJ Cruiser, Fortuner, Glanza, GR Corolla, GR Supra, GR Yaris, GR86, Grand Highlander, ' +
    'GT86, HiAce, Highlander, Hilux, Innova, Innova Crysta, iQ, Kluger, Land Cruiser, Land Cruiser Prado, ' +
    'Matrix, Mirai, MR2, Paseo, Pickup, Prado, Previa, Prius, Prius c, Prius Prime, Prius v, Proace, ' +
    'Proace City, Proace Verso, RAV4, Rukus, Sequoia, Sienna, Starlet, Supra, T100, Tacoma, Tarago, ' +
    'Tercel, Tundra, Urban Cruiser, Van, Vellfire, Venza, Verso, Verso-S, Vios, Yaris, Yaris Cross, Yaris ' +
    'iA, Yaris Verso',
  TVR: 'Cerbera, Chimaera, Griffith, Sagaris, Tamora, Tuscan',
  Vauxhall:
    'Adam, Agila, Ampera, Antara, Astra, Cascada, Combo Life, Corsa, Crossland, Crossland X, Grandland, ' +
    'Grandland X, GTC, Insignia, Meriva, Mokka, Mokka X, Tigra, Vectra, Viva, Vivaro, Zafira, Zafira ' +
    'Tourer',
  Volkswagen:
    'Amarok, Ameo, Arteon, Atlas, Atlas Cross Sport, Beetle, Bora, Cabrio, Cabriolet, Caddy, Caddy Maxi ' +
    'Life, Caravelle, CC, Corrado, Crafter, CrossPolo, e-Golf, Eos, EuroVan, Fox, GLI, Golf, Golf ' +
    'Alltrack, Golf Plus, Golf R, Golf SportWagen, Golf Sportsvan, Golf SV, Golf Variant, GTI, ID. Buzz, ' +
    'ID.3, ID.4, ID.5, Jetta, Jetta SportWagen, Lupo, Multivan, New Beetle, Passat, Passat CC, Passat ' +
    'Variant, Phaeton, Polo, Quantum, R32, Rabbit, Routan, Scirocco, Sharan, Shuttle, T-Cross, T-Roc, T5 ' +
    'Multivan, T6 Multivan, Taigo, Taigun, Taos, Tiguan, Tiguan Allspace, Tiguan Limited, Touareg, ' +
    'Touran, Transporter, up!, Vento, Virtus',
  Volvo:
    '240, 740, 760, 780, 850, 940, 960, C30, C40, C70, EX30, EX90, S40, S60, S60 Cross Country, S70, S80, ' +
    'S90, V40, V40 Cross Country, V50, V60, V60 Cross Country, V70, V90, V90 Cross Country, XC, XC40, ' +
    'XC60, XC70, XC90',
  XPeng: 'G6, G9, P5, P7',
  Yugo: 'GV',
}
