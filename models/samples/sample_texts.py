# SPDX-License-Identifier: Apache-2.0
# Copyright the Shelver authors
"""The words of the sample listings that `draw_samples.py` writes. Every text and every brand here was made up.

An entry is (shelf, colours, drawing, title, description):

shelf        leaf/gender/usage, the leaf by the short names of SHELVES; or a whole path with " > " for things no
             taxonomy of fashion knows; or "" for a listing without a truth.
colours      one listing for each of the names between "|"; a leading "-" means: this one comes without a picture.
             {c} in the texts is the colour, {C} the same with a capital, {CC} in capitals.
drawing      NAME of a function draw_NAME in this package, and its options.
"""

SHELVES = {
    "Tshirts": "Apparel > Topwear > Tshirts",
    "Shirts": "Apparel > Topwear > Shirts",
    "Kurtas": "Apparel > Topwear > Kurtas",
    "Tops": "Apparel > Topwear > Tops",
    "Sweatshirts": "Apparel > Topwear > Sweatshirts",
    "Sweaters": "Apparel > Topwear > Sweaters",
    "Jackets": "Apparel > Topwear > Jackets",
    "Jeans": "Apparel > Bottomwear > Jeans",
    "Shorts": "Apparel > Bottomwear > Shorts",
    "Trousers": "Apparel > Bottomwear > Trousers",
    "Track Pants": "Apparel > Bottomwear > Track Pants",
    "Dresses": "Apparel > Dress > Dresses",
    "Sarees": "Apparel > Saree > Sarees",
    "Casual Shoes": "Footwear > Shoes > Casual Shoes",
    "Sports Shoes": "Footwear > Shoes > Sports Shoes",
    "Formal Shoes": "Footwear > Shoes > Formal Shoes",
    "Heels": "Footwear > Shoes > Heels",
    "Flats": "Footwear > Shoes > Flats",
    "Sandals": "Footwear > Sandal > Sandals",
    "Flip Flops": "Footwear > Flip Flops > Flip Flops",
    "Watches": "Accessories > Watches > Watches",
    "Handbags": "Accessories > Bags > Handbags",
    "Backpacks": "Accessories > Bags > Backpacks",
    "Clutches": "Accessories > Bags > Clutches",
    "Sunglasses": "Accessories > Eyewear > Sunglasses",
    "Wallets": "Accessories > Wallets > Wallets",
    "Belts": "Accessories > Belts > Belts",
    "Socks": "Accessories > Socks > Socks",
    "Caps": "Accessories > Headwear > Caps",
    "Ties": "Accessories > Ties > Ties",
    "Earrings": "Accessories > Jewellery > Earrings",
    "Perfume": "Personal Care > Fragrance > Perfume and Body Mist",
    "Deodorant": "Personal Care > Fragrance > Deodorant",
    "Lipstick": "Personal Care > Lips > Lipstick",
    "Nail Polish": "Personal Care > Nails > Nail Polish",
}

ORDINARY = [
    # T-shirts
    (
        "Tshirts/Men/Casual",
        "navy|red|olive",
        "tshirt",
        "Northpell Men's {C} Crew Neck T-shirt",
        "Plain {c} tee in soft combed cotton, 180 gsm. Ribbed crew neck that keeps its shape, short sleeves, straight "
        "hem. "
        "Wash cold, inside out. "
        "We knit and sew in one small factory, so sizes are the same from year to year: S 48 cm, M 51 cm, L 54 cm and "
        "XL 57 cm across the chest, measured flat. If it does not fit, send it back within thirty days unworn and we "
        "pay the return. The dye is fixed twice and should not stain other laundry, but please keep whites apart the "
        "first time.",
    ),
    (
        "Tshirts/Men/Casual",
        "grey|black",
        "tshirt print=circle",
        "Brizzo {C} Graphic Print Tee for Men",
        "Round neck, half sleeves, big chest print in water-based ink. Regular fit. Model is 183 cm and wears M.",
    ),
    (
        "Tshirts/Men/Casual",
        "white|sky",
        "tshirt pattern=stripes accent=navy",
        "Tidewick striped tee men {c}",
        "{c} base with navy stripes. 100% cotton, pre-shrunk. Looks good with chinos or shorts on a day at the coast",
    ),
    (
        "Tshirts/Men/Casual",
        "maroon|green",
        "tshirt neck=polo",
        "Harlo Finch {C} Polo T-shirt",
        "Piqué polo with two-button placket and flat knit collar. Side slits. Small heron stitched on the left chest. "
        "60% cotton 40% polyester",
    ),
    (
        "Tshirts/Men/Casual",
        "charcoal",
        "tshirt neck=v",
        "Mens V neck t shirt charcoal size L brand new",
        "never worn, bought wrong size. vneck tshirt slim fit, Northpell brand, tag still on. no returns pls",
    ),
    (
        "Tshirts/Men/Sports",
        "blue|orange",
        "tshirt side=white",
        "Paceley Men {C} Dry Run Training T-shirt",
        "Moisture-wicking running tee with mesh side panels and flat seams against chafing. Reflective tab on the back. "
        "Weighs 120 grams in M.",
    ),
    (
        "Tshirts/Men/Sports",
        "yellow",
        "tshirt neck=v side=green print=number",
        "Stridal football jersey yellow no. 9",
        "Team jersey, polyester, V neck with green side inserts. Name printing on request, takes two days.",
    ),
    (
        "Tshirts/Women/Casual",
        "pink|teal",
        "tshirt fit=women",
        "Ottiva Women {C} Basic T-shirt",
        "Everyday women's tee, slightly waisted, scoop neck, cap sleeves. Cotton with 5% elastane so it moves with you.",
    ),
    (
        "Tshirts/Women/Casual",
        "white",
        "tshirt fit=women print=heart",
        "Women's white t-shirt with heart print",
        "Light jersey, cropped at the hip, red heart on the chest. From Lumeni's summer line.",
    ),
    (
        "Tshirts/Women/Sports",
        "purple",
        "tshirt fit=women side=black neck=v",
        "Trekuma Ladies {C} Gym Tee",
        "Breathable fabric with stretch for yoga, gym and runs. V neck, drop tail, quick to dry.",
    ),
    (
        "Tshirts/Boys/Casual",
        "blue",
        "tshirt print=star",
        "Kids star tee, boys 6-7 yrs",
        "Pip & Marlow boys t-shirt. Soft cotton, glow in the dark star print, envelope of spare stickers included.",
    ),
    (
        "Tshirts/Boys/Casual",
        "-red",
        "tshirt print=circle",
        "Pip & Marlow Boys Dino Print {C} T-shirt",
        "Long-lasting rubber print of a dinosaur on a skateboard. Round neck, half sleeves. Sizes 4 to 10 years.",
    ),
    (
        "Tshirts/Girls/Casual",
        "peach",
        "tshirt fit=women print=flower",
        "Girls tshirt with flower peach colour 8 yrs",
        "cute tee for girls pure cotton. used only twice my daughter outgrew it",
    ),
    (
        "Tshirts/Men/Casual",
        "mustard",
        "tshirt sleeve=long",
        "Varnoak Full Sleeve Henley T-shirt - {C}",
        "Long sleeves, three-button henley neck, waffle knit. A layer for cool evenings. Machine wash at 30 degrees.",
    ),
    (
        "Tshirts/Unisex/Casual",
        "-black",
        "tshirt",
        "Oversized tee unisex plain BLACK",
        "Heavy 240 gsm cotton, dropped shoulders, boxy. Take your normal size for an oversized look.",
    ),
    (
        "Tshirts/Men/Casual",
        "sky",
        "tshirt neck=polo pattern=stripes accent=white",
        "polo tshirt men stripe sky n white M",
        "collar t shirt, good condition no fade, worn 3-4 times. Brizzo. price is final",
    ),
    # Shirts
    (
        "Shirts/Men/Casual",
        "blue|red|green",
        "shirt pattern=checks accent=white",
        "Varnoak Men {C} Checked Casual Shirt",
        "Brushed cotton check shirt with a button-down collar, one chest pocket and long sleeves that roll up with a tab. "
        "Regular fit.",
    ),
    (
        "Shirts/Men/Formal",
        "white|sky",
        "shirt",
        "Corvane Men's {C} Formal Shirt",
        "Easy-iron office shirt in fine twill. Semi-cutaway collar, single cuffs, no pocket, curved hem. Slim fit. "
        "Neck sizes 38 to 44 cm.",
    ),
    (
        "Shirts/Men/Formal",
        "white",
        "shirt pattern=thin accent=blue",
        "Corvane pinstripe business shirt slim fit",
        "Blue pinstripes on white, 2-ply 100s cotton, removable collar stays. Goes with a navy suit.",
    ),
    (
        "Shirts/Men/Casual",
        "lightblue",
        "shirt",
        "Washed denim shirt men western style",
        "Sturdy denim, snap buttons and pointed yokes. Two flap pockets. gets softer with each wash. brand Kestrow",
    ),
    (
        "Shirts/Men/Casual",
        "beige|lavender",
        "shirt",
        "Fernhollow {C} Linen Shirt",
        "Pure European flax, garment dyed in {c}. Spread collar, long sleeves, coconut buttons. Creases are part of the charm.",
    ),
    (
        "Shirts/Men/Casual",
        "teal",
        "shirt sleeve=short pattern=flowers accent=yellow",
        "HAWAII SHIRT SHORT SLEEVES TEAL/YELLOW XL",
        "Party shirt, holiday shirt, beach!! viscose, camp collar, all over flower print. Smoke free home",
    ),
    (
        "Shirts/Women/Casual",
        "white|pink",
        "shirt fit=women",
        "Ottiva Women {C} Casual Shirt",
        "Crisp poplin shirt for women with bust darts, roll-up sleeves and a longer back. Tuck it in or tie it at the waist.",
    ),
    (
        "Shirts/Boys/Casual",
        "orange",
        "shirt sleeve=short pattern=checks accent=navy",
        "Boys check shirt half sleeves",
        "Pip & Marlow. Cotton, easy press buttons, front pocket with a hidden fox. Age 5-6.",
    ),
    (
        "Shirts/Men/Formal",
        "-black",
        "shirt",
        "black formal shirt for men",
        "Full sleeves regular collar, satin feel fabric. Suitable for office, wedding and interview. Brand: Talvane.",
    ),
    # Casual shoes
    (
        "Casual Shoes/Men/Casual",
        "navy|brown|black",
        "sneaker",
        "Kestrow Men {C} Casual Shoes",
        "Canvas lace-ups with a vulcanised rubber sole and cushioned insole. Toe cap, metal eyelets. "
        "Wipe with a damp cloth. 3 months warranty against sole separation. "
        "Why we like them: the canvas is 12 oz and woven tight, so sand stays out; the insole lifts out for washing; "
        "the eyelets do not rust. They run true to size for normal feet. If you are between two sizes take the larger "
        "one, as canvas gives a little in width but not in length. Spare laces are in the box.",
    ),
    (
        "Casual Shoes/Men/Casual",
        "white|grey",
        "sneaker accent=green",
        "Low top sneakers {c} with green heel tab - Brizzo",
        "Clean court style sneaker in smooth synthetic leather, perforated toe, padded collar. True to size.",
    ),
    (
        "Casual Shoes/Men/Casual",
        "tan",
        "loafer",
        "Harlo Finch Suede Loafers {C}",
        "Slip-on driving loafers in suede with rubber pebbles under the foot. Hand-stitched apron. No socks needed.",
    ),
    (
        "Casual Shoes/Men/Casual",
        "red",
        "sneaker top=high",
        "High top canvas shoes red sz 9",
        "ankle high, white laces + extra red laces, white rubber toe. worn maybe 5 times, see pic. box not included",
    ),
    (
        "Casual Shoes/Women/Casual",
        "pink|teal",
        "sneaker accent=white",
        "Lumeni Women {C} Canvas Sneakers",
        "Light canvas trainers for women. Soft lining, flexible sole, cotton laces. Vegan.",
    ),
    (
        "Casual Shoes/Unisex/Casual",
        "olive",
        "sneaker top=high",
        "Tidewick unisex mid-top canvas shoe {c}",
        "One shoe for everyone: mid-cut, {c} canvas, gum sole. EU 36-46. Order half a size down.",
    ),
    (
        "Casual Shoes/Men/Casual",
        "khaki|-charcoal",
        "loafer",
        "Espadrille style slip ons men {c}",
        "Elastic gores, jute trim around the sole, cotton upper. Summer shoe from Sundrake",
    ),
    (
        "Casual Shoes/Boys/Casual",
        "blue",
        "sneaker strap=yes",
        "Boys' velcro shoes blue, UK 12 kids",
        "Two touch straps, no laces to tie. Scuff guard at toe. Pip & Marlow school-to-park shoe.",
    ),
    # Watches
    (
        "Watches/Men/Casual",
        "black|brown",
        "watch dial=white",
        "Chronave Men White Dial {C} Strap Watch",
        "Quartz analogue watch, 42 mm steel case, {c} leather strap with pin buckle. Date at 3. Water resistant to 50 m. "
        "Two years' warranty. "
        "In the box: the watch, a spare strap pin, a polishing cloth, the booklet. The crown pulls out in two steps, "
        "first for the date and then for the time. Please do not set the date between nine in the evening and three "
        "at night. The strap fits wrists between 15.5 and 20.5 cm; longer straps can be ordered.",
    ),
    (
        "Watches/Men/Casual",
        "silver|gold",
        "watch strap=metal dial=navy chrono=yes",
        "Tikkora {C} Chronograph Watch for Men",
        "Three sub dials, blue sunray dial, stainless bracelet with fold-over clasp. Stopwatch to 1/10 second. Comes in a tin box.",
    ),
    (
        "Watches/Men/Sports",
        "black",
        "watch face=digital",
        "Paceley digital sports watch, black resin",
        "Stopwatch, countdown, 5 alarms, backlight, 100 m water resistant. Rubber strap. Battery lasts about 7 years",
    ),
    (
        "Watches/Women/Casual",
        "rose|silver",
        "watch strap=metal dial=pearl size=small",
        "Nacrelle Ladies {C} Bracelet Watch",
        "Slim 30 mm case, mother-of-pearl look dial, stone markers. Adjustable mesh bracelet. A neat gift for her.",
    ),
    (
        "Watches/Women/Casual",
        "red",
        "watch dial=white size=small",
        "Womens watch red strap white dial",
        "analog watch for girls and women, genuine leather strap, new battery fitted last week",
    ),
    (
        "Watches/Men/Formal",
        "tan",
        "watch dial=cream",
        "Chronave Dress Watch, cream dial, {c} strap",
        "A thin mechanical watch, hand wound, with feuille hands and a domed crystal. 38 mm across, 8 mm thin. For the suit.",
    ),
    (
        "Watches/Unisex/Casual",
        "orange|blue",
        "watch dial=same face=plain",
        "Solvy {C} Silicone Watch Unisex",
        "Jelly watch with a big easy-to-read face. Silicone band in {c}, fits wrists from 14 to 21 cm.",
    ),
    (
        "Watches/Men/Casual",
        "-green",
        "watch dial=same",
        "Field watch, {c} nylon strap, luminous hands",
        "Talvane field watch. 24 hour markings, sandblasted case, quick release canvas strap. Keeps time to 15 sec a month.",
    ),
    (
        "Watches/Women/Casual",
        "purple",
        "watch dial=white size=small",
        "Solvy Girls' Watch with {C} Leather Strap",
        "Thin double-wrap strap, tiny gold case, numbers at 12 and 6. Arrives running, in a pillow box.",
    ),
    # Sports shoes
    (
        "Sports Shoes/Men/Sports",
        "blue|red|grey",
        "runner accent=white",
        "Stridal Men {C} Running Shoes",
        "Neutral running shoe with a springy EVA midsole and breathable mesh. 8 mm drop, 270 g. Rubber pods where you "
        "land. "
        "Made for daily miles on tarmac and park paths. After about 700 km the foam is done; you will feel it before "
        "you see it. The tongue is stitched in on one side so it cannot slide, and the heel counter is firm without "
        "biting. Weigh more than 85 kg? Look at the Stridal Anchor instead, it has more under the heel.",
    ),
    (
        "Sports Shoes/Men/Sports",
        "black",
        "runner accent=lime",
        "Trekuma trail shoes black/lime",
        "Lugged outsole bites in mud, rock plate, gusseted tongue. For hill runs and fast hikes.",
    ),
    (
        "Sports Shoes/Women/Sports",
        "pink|purple",
        "runner accent=silver",
        "Paceley Women's {C} Training Shoes",
        "Gym and running shoe for women: wide forefoot, soft heel, wrap-around mesh upper. Reflective details.",
    ),
    (
        "Sports Shoes/Men/Sports",
        "white",
        "runner accent=navy",
        "Badminton shoe non marking sole white navy",
        "indoor court shoes, gum rubber, good grip on wood. size 8 UK. Brand is Stridal. 2 months old",
    ),
    (
        "Sports Shoes/Women/Sports",
        "teal",
        "runner accent=orange",
        "Ladies jogging shoes, {c}, Stridal Breeze 2",
        "Flexible, roomy, washable insole. My pair of choice for the 5 k on Sundays; selling because I bought two.",
    ),
    (
        "Sports Shoes/Men/Sports",
        "-orange",
        "runner",
        "Football boots FG orange mens",
        "Moulded studs for firm ground, thin synthetic upper, asymmetric lacing. Stridal.",
    ),
    # Kurtas
    (
        "Kurtas/Women/Ethnic",
        "maroon|teal|mustard",
        "kurta accent=gold",
        "Amrisa Women {C} Kurta",
        "Straight {c} kurta in rayon with gold border at hem and cuffs. Mandarin collar, three-quarter sleeves, side "
        "slits. "
        "Pair with churidar or palazzo. "
        "Size guide (bust / length in cm): S 92/112, M 97/112, L 102/114, XL 107/114, XXL 112/116. There is 2 cm of "
        "seam allowance inside each side, so your tailor can let it out. First wash separately in cold water with a "
        "handful of salt. Dupatta and bottoms are shown for styling and are not part of this sale.",
    ),
    (
        "Kurtas/Women/Ethnic",
        "pink",
        "kurta pattern=dots accent=white",
        "Devaki Loom bandhani print kurta in {c}",
        "Tie-dye dots by hand on soft cotton. Round neck with tassels, knee length. Colours may bleed in the first wash.",
    ),
    (
        "Kurtas/Women/Ethnic",
        "purple",
        "kurta pattern=flowers accent=pink",
        "Anarkali kurti purple floral",
        "flared kurta for festive wear, net dupatta not included, size M/L, worn once for a cousin's wedding",
    ),
    (
        "Kurtas/Women/Ethnic",
        "green",
        "kurta pattern=stripes accent=cream",
        "Ravik Women {C} Striped Cotton Kurta",
        "Handloom stripes, wooden buttons on the placket, roll-up sleeves. For office and everyday ethnic wear.",
    ),
    (
        "Kurtas/Men/Ethnic",
        "white|cream",
        "kurta fit=men",
        "Ravik Men {C} Kurta",
        "Mid-length men's kurta in khadi cotton, full sleeves, band collar with four buttons, pockets at both sides.",
    ),
    (
        "Kurtas/Women/Ethnic",
        "orange",
        "kurta sleeve=none accent=red",
        "Amrisa Sleeveless Kurta {C} with Red Piping",
        "Sleeveless A-line, keyhole neckline, contrast piping. Fabric: cotton slub.",
    ),
    # Tops
    (
        "Tops/Women/Casual",
        "coral|navy",
        "top",
        "Ottiva {C} Sleeveless Top",
        "Floaty georgette top with a gathered neckline and tie at the back. Lined. Length 62 cm.",
    ),
    (
        "Tops/Women/Casual",
        "white|yellow",
        "top sleeve=cap pattern=flowers accent=pink",
        "Mirabeau Lane Women {C} Floral Top",
        "Printed viscose, flutter sleeves, elastic waist. The print falls a little differently on every piece.",
    ),
    (
        "Tops/Women/Casual",
        "black",
        "top sleeve=strap",
        "Black cami top with lace edge",
        "Adjustable spaghetti straps, satin front, lace at the V neckline. S to XXL.",
    ),
    (
        "Tops/Women/Casual",
        "teal|lavender",
        "top sleeve=long",
        "Zenvora Women {C} Peplum Top",
        "Long sleeved, boat neck, with a peplum at the waist. Stretch crepe that does not crease in the bag.",
    ),
    (
        "Tops/Girls/Casual",
        "pink",
        "top sleeve=cap print=heart",
        "Girls' frilly top, pink, 4-5 years",
        "Pip & Marlow girls top with frill sleeves and glitter heart. Cotton jersey.",
    ),
    (
        "Tops/Women/Casual",
        "-red",
        "top",
        "red tunic style top womens",
        "can be worn with leggings or jeans. material is cotton mix. stitched neatly, no stains no tears",
    ),
    # Handbags
    (
        "Handbags/Women/Casual",
        "brown|red|black",
        "handbag",
        "Pavonne {C} Handbag",
        "Structured women's handbag in faux leather with two short handles, zip top and three compartments inside. "
        "32 x 24 x 12 cm. Detachable shoulder strap. "
        "The middle compartment zips shut and holds a small tablet; the two outer ones are open, with a slip pocket "
        "for the phone and a loop for keys. Four metal feet keep the base off the floor. Lining in grey cotton. Clean "
        "with a soft dry cloth and keep away from rain and hair spray. Photos in daylight, the colour on your screen "
        "may be a little off.",
    ),
    (
        "Handbags/Women/Casual",
        "beige",
        "handbag shape=tote",
        "Canvas tote bag with leather handles",
        "Roomy shopper by Quillmere: cotton canvas, vegetable tanned handles, one inside pocket for keys. Holds an A4 folder.",
    ),
    (
        "Handbags/Women/Casual",
        "pink|mustard",
        "handbag shape=hobo",
        "Zenvora slouchy hobo bag - {c}",
        "Soft shoulder bag, magnetic closure, gold hardware. Perfect for day trips. Bag only, charm not incl.",
    ),
    (
        "Handbags/Women/Casual",
        "purple",
        "handbag shape=tote pattern=dots accent=lavender",
        "Polka dot tote PURPLE ladies bag",
        "large ladies hand bag, zip, printed polka dots, wipe clean. bought for college never used",
    ),
    (
        "Handbags/Women/Casual",
        "teal",
        "handbag",
        "Mirabeau Lane Quilted Satchel, {C}",
        "Diamond-quilted satchel with turn lock and chain strap. Dust bag included.",
    ),
    (
        "Handbags/Women/Casual",
        "-tan",
        "handbag",
        "leather hand bag tan vintage",
        "Real leather, 1980s, brass clasp. Patina and small scratch at the back, zip works. inside lining redone.",
    ),
    # Heels
    (
        "Heels/Women/Casual",
        "black|red|nude",
        "heel",
        "Velour & Vine Women {C} Heels",
        "Pointed pumps on a 9 cm stiletto heel. Suede-look upper, padded insole, non-slip tip.",
    ),
    (
        "Heels/Women/Casual",
        "gold|silver",
        "heel strap=yes",
        "Ottiva {C} Strappy Heels",
        "Evening sandals with an ankle strap and slim 8 cm heel. Buckle with elastic for comfort. For parties and weddings.",
    ),
    (
        "Heels/Women/Casual",
        "brown",
        "heel shape=wedge",
        "wedge heels brown size 38",
        "cork wedge 7cm with brown crossed straps. ladies. very comfy even for walking all day",
    ),
    (
        "Heels/Women/Casual",
        "blue",
        "heel shape=block",
        "Nacrelle Block Heel Court Shoes {C}",
        "Rounded toe, 6 cm block heel, leather lining. Office friendly. Runs small: take one size up.",
    ),
    # Sunglasses
    (
        "Sunglasses/Men/Casual",
        "black|gold",
        "sunglasses shape=aviator",
        "Sundrake Men {C} Aviator Sunglasses",
        "Metal frame aviators with smoke gradient lenses, UV400. Adjustable nose pads. Hard case and cloth in the box.",
    ),
    (
        "Sunglasses/Women/Casual",
        "brown|purple",
        "sunglasses shape=cat",
        "Ombrel Women {C} Oversized Sunglasses",
        "Big glam frames in {c} acetate, tinted lens with 100% UV protection. Pouch included.",
    ),
    (
        "Sunglasses/Unisex/Casual",
        "red",
        "sunglasses shape=square",
        "Ombrel square shades, red frame, unisex",
        "Classic square shape, dark lenses cat. 3, spring hinges.",
    ),
    (
        "Sunglasses/Men/Sports",
        "-blue",
        "sunglasses",
        "Cycling sunglasses wraparound polarised",
        "One piece mirrored blue lens, rubber nose, vents so they do not fog. Trekuma Vista.",
    ),
    # Wallets
    (
        "Wallets/Men/Casual",
        "brown|black",
        "wallet",
        "Harlo Finch Men {C} Leather Wallet",
        "Bi-fold wallet in full grain leather. Six card slots, coin pocket with snap, two note sections. RFID lining.",
    ),
    (
        "Wallets/Women/Casual",
        "pink",
        "wallet shape=long",
        "Zenvora Women {C} Zip Around Wallet",
        "Long purse for phone, notes and twelve cards. Zips all round, wrist loop. Saffiano texture.",
    ),
    (
        "Wallets/Men/Formal",
        "tan",
        "wallet",
        "slim card holder wallet TAN",
        "thin mens wallet fits in front pocket, 4 cards + cash. handmade by me from leather offcuts, stitched not glued",
    ),
    (
        "Wallets/Women/Casual",
        "red",
        "wallet shape=long pattern=dots accent=white",
        "Ladies wallet red with dots",
        "Quillmere purse with press stud. Coins at the back, photo window inside. 19x10 cm",
    ),
    # Flip flops
    (
        "Flip Flops/Men/Casual",
        "blue|black",
        "flipflop",
        "Tidewick Men {C} Flip Flops",
        "EVA footbed with a textured surface and soft thong straps. They float. For pool, beach and home.",
    ),
    (
        "Flip Flops/Women/Casual",
        "pink|turquoise",
        "flipflop strap=flower",
        "Sundrake Women {C} Slippers",
        "Rubber flip-flops with a flower on the strap. Arch support, anti-slip wave sole.",
    ),
    (
        "Flip Flops/Unisex/Casual",
        "green",
        "flipflop",
        "bathroom slippers rubber green uk 7",
        "quick dry chappals, light weight, washable. brand new in polybag",
    ),
    # Sandals
    (
        "Sandals/Men/Casual",
        "brown|black",
        "sandal",
        "Varnoak Men {C} Leather Sandals",
        "Three-strap outdoor sandal with touch fasteners, moulded footbed and a sturdy rubber outsole.",
    ),
    (
        "Sandals/Men/Casual",
        "olive",
        "sandal",
        "Trekuma River Sandal {C} mens",
        "Webbing straps you can adjust in three places. Good in water, drains, dries fast. Resoled easily.",
    ),
    (
        "Sandals/Unisex/Casual",
        "grey",
        "sandal",
        "grey sandals velcro unisex",
        "Comfort sandal, soft sole, 3 velcro, wide fit. Suits swollen feet. EU 41",
    ),
    (
        "Sandals/Girls/Casual",
        "pink",
        "sandal",
        "Girls Closed-Toe Summer Sandals, Pink",
        "Pip & Marlow. Leather lining, one easy strap, bumper at the toes. EU 25 to 33.",
    ),
    # Belts
    (
        "Belts/Men/Casual",
        "brown|black",
        "belt",
        "Talvane Men {C} Leather Belt",
        "35 mm wide casual belt from one piece of buffalo leather. Antique brass buckle, five holes. Sizes are waist sizes.",
    ),
    (
        "Belts/Men/Formal",
        "black|tan",
        "belt buckle=silver",
        "Corvane {C} Formal Belt with Silver Buckle",
        "Dress belt, 30 mm, smooth finish and stitched edge. Turn buckle, can be cut to length.",
    ),
    (
        "Belts/Women/Casual",
        "red",
        "belt buckle=gold",
        "Skinny belt womens red gold buckle",
        "waist belt for dress, 2 cm wide, faux leather 95cm long",
    ),
    # Backpacks
    (
        "Backpacks/Unisex/Casual",
        "navy|grey",
        "backpack",
        "Quillmere {C} Laptop Backpack 25 L",
        "Padded sleeve for a 15 inch laptop, front organiser, two bottle pockets. Breathable back and sternum strap. "
        "Rain cover in the base. "
        "Details: main fabric 600D polyester from recycled bottles, zips with garages against drizzle, luggage strap "
        "to slide it over a trolley handle, hidden pocket at the small of the back for passport and money. Outside 46 "
        "x 31 x 17 cm, weight 0.85 kg. We repair zips and straps for five years for the cost of postage.",
    ),
    (
        "Backpacks/Unisex/Sports",
        "orange",
        "backpack accent=black",
        "Trekuma Ridge 40 hiking backpack",
        "40 litre rucksack with hip belt, hydration sleeve and ice-axe loop. Ripstop nylon. 1.1 kg.",
    ),
    (
        "Backpacks/Unisex/Casual",
        "red",
        "backpack",
        "School bag red 3 zips strong",
        "big school back pack for boys and girls, water proof cloth, chain of good quality runner, rain cover free",
    ),
    (
        "Backpacks/Women/Casual",
        "pink",
        "backpack pattern=flowers accent=cream",
        "Zenvora Mini Backpack, Floral Pink",
        "Small city backpack for women with a drawstring under the flap. Fits a tablet and a bottle.",
    ),
    # Socks
    (
        "Socks/Men/Casual",
        "grey",
        "socks pattern=stripes accent=red",
        "Brizzo Men Pack of 3 Striped Socks",
        "Crew length cotton socks with a reinforced heel and hand-linked toe. One size 40-45. Three pairs.",
    ),
    (
        "Socks/Men/Sports",
        "white|black",
        "socks accent=blue",
        "Paceley Ankle Running Socks {C}",
        "Arch band, mesh top, cushioned sole. No blisters on the long run. Pair of two.",
    ),
    (
        "Socks/Women/Casual",
        "purple",
        "socks pattern=dots accent=yellow",
        "womens dotted socks purple / yellow dots",
        "fun socks, 78% cotton, fits 36-40. great little present",
    ),
    # Formal shoes
    (
        "Formal Shoes/Men/Formal",
        "black|brown",
        "oxford",
        "Corvane Men {C} Formal Shoes",
        "Leather oxfords with closed lacing and a cap toe. Leather sole with rubber heel. Polish regularly; shoe bag "
        "supplied. "
        "The uppers are cut from one hide per pair so both shoes age alike. Expect a stiff first week: wear them at "
        "home for an hour a day, with thin socks, and use shoe trees. Any cobbler can replace the sole. Sizes are UK "
        "sizes; width G. Comes with a second pair of waxed laces.",
    ),
    (
        "Formal Shoes/Men/Formal",
        "tan",
        "oxford",
        "Harlo Finch Brogue Derby {C}",
        "Full brogue with punched wing tip, open lacing, storm welt. Goodyear stitched. Wide fit available.",
    ),
    (
        "Formal Shoes/Men/Formal",
        "black",
        "oxford lace=none",
        "Office shoes slip on black mens 10",
        "shiny formal shoe without lace, elastic sides, used for two interviews. Talvane",
    ),
    # Perfume
    (
        "Perfume/Men/Casual",
        "blue",
        "perfume",
        "Marée Noire Eau de Toilette for Men 100 ml",
        "A fresh men's fragrance: bergamot and sea salt on top, cedar below. Sealed box with batch code.",
    ),
    (
        "Perfume/Women/Casual",
        "pink|gold",
        "perfume shape=round",
        "Lumeni Petal {C} Eau de Parfum, women, 50 ml",
        "Rose, peony and white musk. Natural spray. Lasts six to eight hours on the skin.",
    ),
    (
        "Perfume/Women/Casual",
        "lavender",
        "perfume shape=tall",
        "body mist lavender 200ml",
        "light body spray mist for women, smell is like vanilla + lavender, 90% full. brand Solvy",
    ),
    # Jeans
    (
        "Jeans/Men/Casual",
        "denim|black",
        "jeans",
        "Kestrow Men {C} Slim Fit Jeans",
        "Five-pocket jeans, mid rise, stretch denim with light fading on the thigh. Zip fly. Inside leg 32.",
    ),
    (
        "Jeans/Women/Casual",
        "denim",
        "jeans fit=skinny",
        "Lumeni Women Skinny Jeans Mid Blue",
        "High waisted, ankle length, super stretch. Back pockets placed to flatter.",
    ),
    (
        "Jeans/Men/Casual",
        "indigo",
        "jeans",
        "raw selvedge denim W33 L34 indigo",
        "Varnoak straight cut jean, 14 oz, unsanforised so expect shrinking 3 %. Button fly. Worn one month no wash",
    ),
    (
        "Jeans/Boys/Casual",
        "-denim",
        "jeans",
        "Boys blue jeans elastic waist 9-10 y",
        "Adjustable inner elastic, reinforced knees. Pip & Marlow.",
    ),
    # Flats
    (
        "Flats/Women/Casual",
        "black|red",
        "flat",
        "Velour & Vine {C} Ballerinas",
        "Round-toe ballet flats with a bow. Flexible sole, folds into the pouch that comes with them. Women's 36-41.",
    ),
    (
        "Flats/Women/Casual",
        "gold",
        "flat",
        "ladies flat shoes golden, casual, size 6",
        "simple flats for daily use or function, small bow, soft inner sole, no heel",
    ),
    # Shorts
    (
        "Shorts/Men/Casual",
        "khaki|navy",
        "shorts",
        "Tidewick Men {C} Chino Shorts",
        "Cotton twill shorts ending just above the knee. Slant pockets, button and zip. 10 inch inseam.",
    ),
    (
        "Shorts/Men/Sports",
        "black",
        "shorts side=white",
        "Paceley 2-in-1 running shorts men black",
        "5 inch outer with tight inner liner, zip pocket at the back, drawcord. Dries in no time.",
    ),
    (
        "Shorts/Girls/Casual",
        "denim",
        "shorts",
        "Girls denim shorts w/ turn-up, age 11",
        "Pip & Marlow kids hot weather shorts, soft denim, embroidered pocket",
    ),
    # Trousers
    (
        "Trousers/Men/Formal",
        "charcoal",
        "trousers",
        "Corvane Men {C} Flat Front Trousers",
        "Wool-blend suit trousers with crease, hook closure and half lining to the knee. Unhemmed leg.",
    ),
    (
        "Trousers/Men/Casual",
        "beige",
        "trousers",
        "chinos beige W34",
        "Mens cotton trouser, slim tapered, Northpell. Selling as I lost weight. iron once and ready to wear",
    ),
    (
        "Trousers/Women/Formal",
        "-black",
        "trousers",
        "Zenvora women's cigarette trousers, black",
        "Ankle length with a side zip and small slits. Crepe with two-way stretch. For the office.",
    ),
    # Dresses
    (
        "Dresses/Women/Casual",
        "red|navy",
        "dress",
        "Mirabeau Lane {C} Skater Dress",
        "Fit and flare dress with a round neck, sleeveless, hidden back zip. Falls above the knee. Side pockets!",
    ),
    (
        "Dresses/Women/Casual",
        "yellow",
        "dress pattern=flowers accent=white length=long",
        "Summer maxi dress yellow floral",
        "Long beach dress, crinkle cotton, elastic bust, tie straps. One size 36-42",
    ),
    (
        "Dresses/Girls/Casual",
        "pink",
        "dress pattern=dots accent=white",
        "Girls Party Frock - Pink Polka",
        "Pip & Marlow girls' dress with tulle underskirt and satin sash. 3-8 years. Twirls very well.",
    ),
    # Sarees
    (
        "Sarees/Women/Ethnic",
        "red|green",
        "saree accent=gold",
        "Devaki Loom {C} Silk Saree",
        "Art silk saree with zari border and rich pallu. 5.5 m plus unstitched blouse piece. Dry clean only. "
        "The body carries small woven mangoes in a half-drop and the pallu is densely worked for about 70 cm. Drapes "
        "softly and needs few pins. Store folded in muslin and refold along other lines every few months, otherwise "
        "the metallic yarn cracks at the creases. Fall and edging can be stitched on request, please allow three "
        "working days.",
    ),
    (
        "Sarees/Women/Ethnic",
        "blue",
        "saree accent=silver",
        "georgette sari blue silver border party wear",
        "fancy saree with blouse material, fall n pico done, colour may slightly vary due to camera flash",
    ),
    (
        "Sarees/Women/Ethnic",
        "mustard",
        "saree accent=maroon",
        "Amrisa Handloom Cotton Saree Mustard",
        "Woven in Bengal by a co-operative. Soft after two washes, maroon temple border, running blouse.",
    ),
    # Earrings
    (
        "Earrings/Women/Casual",
        "silver",
        "earrings",
        "Nacrelle Silver Drop Earrings",
        "Rhodium plated brass with glass drops. Hook fastening, 4 cm long, nickel free.",
    ),
    (
        "Earrings/Women/Ethnic",
        "gold",
        "earrings shape=jhumka",
        "Amrisa Gold-toned Jhumka Earrings",
        "Bell-shaped jhumkas with pearl beads, push back. Light enough for a long wedding day.",
    ),
    (
        "Earrings/Women/Casual",
        "gold",
        "earrings shape=hoop",
        "big hoop earrings gold colour",
        "5cm hoops, snap closure, not real gold, good polish",
    ),
    # Deodorant
    (
        "Deodorant/Men/Casual",
        "black",
        "deodorant",
        "Talvane Ember Deodorant Spray 150 ml for men",
        "48 h freshness, warm spicy scent, no aluminium salts. Shake before use.",
    ),
    (
        "Deodorant/Women/Casual",
        "pink",
        "deodorant",
        "Solvy Pink Blossom Women's Deo Spray 150ml x1",
        "Deodorant for women. Floral, gentle on skin after shaving. Best before is 2 years from now",
    ),
    # Clutches
    (
        "Clutches/Women/Casual",
        "gold",
        "clutch",
        "Pavonne Gold Evening Clutch",
        "Hard case clutch covered in metallic fabric with crystal clasp and tuck-in chain. 21 x 12 cm.",
    ),
    (
        "Clutches/Women/Casual",
        "red",
        "clutch",
        "Red envelope clutch bag",
        "flat foldover clutch, magnetic button, one inner zip. wedding guest bag, Zenvora",
    ),
    # Track pants
    (
        "Track Pants/Men/Sports",
        "navy",
        "trackpants accent=white",
        "Stridal Men {C} Track Pants",
        "Tapered training pants with side stripes, zip pockets and ankle zips. Recycled polyester.",
    ),
    (
        "Track Pants/Women/Casual",
        "grey",
        "trackpants accent=pink",
        "joggers womens grey cotton lounge",
        "soft track pant with pink drawstring and cuffs. bought 2 months back. Size S",
    ),
    # Sweatshirts
    (
        "Sweatshirts/Men/Casual",
        "maroon|black",
        "sweatshirt",
        "Northpell {C} Hoodie for Men",
        "Brushed fleece hooded sweatshirt with kangaroo pocket, ribbed cuffs and metal-tipped cords.",
    ),
    (
        "Sweatshirts/Women/Casual",
        "peach",
        "sweatshirt hood=no",
        "Ottiva Crew Sweatshirt Peach women",
        "Loopback cotton, drop shoulder, embroidered cloud. Relaxed fit.",
    ),
    # Caps
    (
        "Caps/Men/Casual",
        "navy|red",
        "cap",
        "Brizzo {C} Baseball Cap",
        "Six-panel cotton cap with a curved peak and a metal clip at the back. 56-61 cm.",
    ),
    (
        "Caps/Unisex/Sports",
        "white",
        "cap",
        "Paceley running cap white unisex",
        "Thin, dries quick, dark under-brim against glare. Fold it into a pocket.",
    ),
    # Sweaters
    (
        "Sweaters/Men/Casual",
        "green",
        "sweater",
        "Fernhollow Lambswool V-neck Sweater {C}",
        "Fully fashioned pullover, rib at cuffs and hem. Hand wash, dry flat. Knitted in small batches.",
    ),
    (
        "Sweaters/Women/Casual",
        "cream",
        "sweater pattern=stripes accent=red",
        "Womens knit pullover cream with red stripes",
        "winter sweater, acrylic wool mix, warm, no itch, no pilling yet",
    ),
    # Jackets
    (
        "Jackets/Men/Casual",
        "brown",
        "jacket",
        "Kestrow Men Brown Biker Jacket",
        "Faux leather jacket with asymmetrical zip pockets, quilted shoulders and a stand collar. Polyester lining.",
    ),
    (
        "Jackets/Women/Sports",
        "turquoise",
        "jacket",
        "Trekuma Women's Windproof Running Jacket {C}",
        "Packs into its own pocket. Full zip, reflective piping, vents under the arms.",
    ),
    # Ties
    (
        "Ties/Men/Formal",
        "navy",
        "tie pattern=diagonal accent=silver",
        "Corvane Silk Tie Navy with Silver Stripes",
        "Hand-rolled, 7.5 cm blade, keeper loop. Woven in Como style twill.",
    ),
    ("Ties/Men/Casual", "red", "tie", "knit tie RED slim square end", "6cm wide cotton necktie, brand Harlo Finch, gift box"),
    # Make-up
    (
        "Lipstick/Women/Casual",
        "red",
        "lipstick",
        "Solvy Matte Lipstick 07 Cherry Stone",
        "Long wear bullet lipstick, one swipe colour, jojoba oil against dryness. 4 g. Unopened.",
    ),
    (
        "Nail Polish/Women/Casual",
        "coral",
        "nailpolish",
        "Solvy nail lacquer coral 9ml",
        "Glossy nail polish, two coats, dry in a minute. Wide brush.",
    ),
]

# Titles and descriptions with other languages, signs and hasty typing between the English.
NOISE = [
    (
        "Tshirts/Men/Casual",
        "blue",
        "tshirt",
        "Herren T-Shirt blau Gr. L – wie neu",
        "Baumwolle, Rundhals, kurzarm. Nur einmal getragen. Privatverkauf, keine Rücknahme. Versand 4,50 €",
    ),
    (
        "Dresses/Women/Casual",
        "black",
        "dress",
        "Robe noire femme taille 38 👗",
        "Petite robe noire sans manches, portée une fois à un mariage. Lavage à la main. Envoi rapide et soigné.",
    ),
    (
        "Casual Shoes/Women/Casual",
        "white",
        "sneaker accent=pink",
        "Zapatillas blancas mujer talla 39",
        "Zapatillas casual de lona, cordones, suela de goma. Casi nuevas, sin caja. Womens sneakers white.",
    ),
    (
        "Kurtas/Women/Ethnic",
        "red",
        "kurta accent=gold",
        "लाल कुर्ता women ethnic kurta",
        "महिलाओं के लिए सूती कुर्ता, गोल गला, तीन चौथाई आस्तीन। त्योहार और रोज़ पहनने के लिए।",
    ),
    (
        "Handbags/Women/Casual",
        "brown",
        "handbag",
        "レディース ハンドバッグ 茶色 ブラウン",
        "合成皮革のハンドバッグです。内ポケット3つ、ファスナー付き。数回使用、目立つ傷なし。 Ladies handbag",
    ),
    (
        "Watches/Men/Casual",
        "black",
        "watch dial=white",
        "⌚🔥🔥 MENS WATCH 🔥🔥 limited!!!",
        "✅ leather strap ✅ quartz ✅ water resist ➡️ msg me 📩 FREE 🚚",
    ),
    (
        "Sarees/Women/Ethnic",
        "purple",
        "saree accent=gold",
        "बनारसी साड़ी purple zari border",
        "रेशमी साड़ी, ब्लाउज पीस के साथ। Wedding & puja wear. Dry clean.",
    ),
    (
        "Sunglasses/Unisex/Casual",
        "black",
        "sunglasses shape=square",
        "Sonnenbrille schwarz unisex 😎 UV400",
        "Lunettes de soleil / sunglasses / gafas de sol. Black frame, with case. International shipping.",
    ),
    (
        "Backpacks/Unisex/Casual",
        "blue",
        "backpack",
        "Sac à dos bleu école / ordinateur",
        "Grand compartiment, poche pour portable 15 pouces, bretelles rembourrées. Très bon état.",
    ),
    (
        "Wallets/Men/Casual",
        "black",
        "wallet",
        "財布 メンズ 二つ折り 黒 wallet",
        "本革 / genuine leather. カード6枚、小銭入れあり。箱なし。",
    ),
    (
        "Heels/Women/Casual",
        "-red",
        "heel",
        "Damen Pumps rot 37 heels SALE%%% 💃",
        "&lt;b&gt;NEU&lt;/b&gt; Absatz 8 cm, Lack. a.s.a.p. abzugeben!!! womens heels red",
    ),
    (
        "Shorts/Men/Casual",
        "-green",
        "shorts",
        "bermudas hombre verdes xxl // mens shortss",
        "pantalon corto d algodon,, bolsillos laterales. tela fresca.. preguntar sin compromiso",
    ),
]

TITLE_ONLY = [
    ("Tshirts/Men/Casual", "olive", "tshirt", "Northpell olive round neck t-shirt men XL", ""),
    ("Belts/Men/Casual", "brown", "belt", "Brown leather belt for men, 110 cm", ""),
    ("Flats/Women/Casual", "blue", "flat", "Women's blue ballet flats size 37", ""),
    ("Earrings/Women/Casual", "blue", "earrings", "Blue stone drop earrings", ""),
    ("Shirts/Men/Casual", "-green", "shirt", "mens casual shirt green checked full sleeve", ""),
    ("Perfume/Women/Casual", "-pink", "perfume", "Lumeni Dusk eau de parfum for women 30ml", ""),
    ("Backpacks/Unisex/Casual", "-black", "backpack", "Black backpack 20L with laptop sleeve", ""),
    ("Jeans/Women/Casual", "-denim", "jeans", "Jeans ladies bootcut blue W28", ""),
]

DESCRIPTION_ONLY = [
    (
        "Sports Shoes/Men/Sports",
        "green",
        "runner accent=white",
        "",
        "Green running shoes for men with white mesh panels, cushioned heel and laces. UK 9. Ran about 60 km in them.",
    ),
    (
        "Watches/Women/Casual",
        "gold",
        "watch strap=metal dial=white size=small",
        "",
        "Small gold tone wrist watch for ladies, white dial, bracelet strap with safety clasp. Battery is new.",
    ),
    (
        "Tops/Women/Casual",
        "green",
        "top sleeve=cap",
        "",
        "A green blouse top with cap sleeves and round neckline; falls loose over the hips. Women's medium.",
    ),
    (
        "Ties/Men/Formal",
        "maroon",
        "tie pattern=diagonal accent=navy",
        "",
        "Woven necktie with diagonal stripes, 8 cm at the widest, for formal suits.",
    ),
    (
        "Sandals/Men/Casual",
        "-brown",
        "sandal",
        "",
        "Open leather sandals for men, buckle at the ankle, cork footbed, light rubber sole.",
    ),
    (
        "Handbags/Women/Casual",
        "-black",
        "handbag",
        "",
        "Black ladies bag with two handles and long strap, zip pocket, gold coloured metal parts, hardly used.",
    ),
]

PICTURE_ONLY = [
    ("Jeans/Men/Casual", "denim", "jeans", "", ""),
    ("Casual Shoes/Men/Casual", "red", "sneaker", "", ""),
    ("Watches/Men/Casual", "brown", "watch dial=white", "", ""),
    ("Shirts/Men/Casual", "blue", "shirt pattern=checks accent=white", "", ""),
]

VAGUE = [
    ("Wallets/Men/Casual", "brown", "wallet", "nice gift item best quality", "very nice product, you will love it. buy now"),
    ("Perfume/Women/Casual", "purple", "perfume shape=round", "For her", "A little something she will enjoy."),
    ("Caps/Unisex/Casual", "green", "cap", "Green one, one size", "As in the picture. Condition 9/10."),
    (
        "Flip Flops/Men/Casual",
        "red",
        "flipflop",
        "Summer must have!!",
        "Comfortable and stylish, all sizes in stock, fast delivery",
    ),
    ("Socks/Men/Casual", "-grey", "socks", "Pack of 3, assorted", "Three pieces, colours as available. Cotton."),
    ("Tops/Women/Casual", "-pink", "top", "new arrival 2 pcs combo free size", "good fabric good stitching"),
]

UNKNOWN = [
    (
        "Home > Garden > Hoses",
        "green",
        "hose",
        "Garden hose 20 m with spray nozzle",
        "Three-layer PVC hose, 1/2 inch, kink resistant. Brass connectors and an eight-pattern nozzle. Frost: drain before winter.",
    ),
    (
        "Music > Accessories > Tuners",
        "black",
        "tuner",
        "Clip-on guitar tuner, chromatic",
        "Clamps on the headstock and reads the vibration. Works for guitar, bass, ukulele. Needs one CR2032 cell.",
    ),
    (
        "Home > Furnishing > Curtains",
        "blue",
        "curtain",
        "Blackout curtain pair 140 x 245 cm blue",
        "Eyelet heading, fits poles up to 35 mm. Keeps out light and some of the cold. Machine wash.",
    ),
    (
        "Home > Kitchen > Kettles",
        "silver",
        "kettle",
        "Electric kettle 1.7 l stainless steel",
        "2200 W, boils a litre in three minutes, dry-boil cut-off, removable limescale filter.",
    ),
]

# Ordinary words, but something is wrong with the picture: it is cut off, is no picture, is of another format than its
# name says, or is not there.
TRUNCATED = (
    "Handbags/Women/Casual",
    "navy",
    "handbag",
    "Pavonne Navy Shoulder Bag for Women",
    "Mid-size handbag with two handles and an outside pocket. Faux leather, zip closure. 30 x 22 cm.",
)
NOT_A_PICTURE = (
    "Tshirts/Women/Casual",
    "white",
    "tshirt fit=women",
    "Women white t shirt scoop neck",
    "Soft jersey tee for women, short sleeves. Ottiva. Washed once.",
)
PNG_NAMED_JPG = (
    "Sunglasses/Men/Casual",
    "brown",
    "sunglasses shape=aviator",
    "Sundrake pilot sunglasses, brown lenses",
    "Men's sunglasses with a thin metal frame, UV400 lenses and a soft pouch.",
)
MISSING = (
    "Formal Shoes/Men/Formal",
    "black",
    "oxford",
    "Corvane Black Leather Derby Shoes",
    "Men's formal lace-up shoes in black calf leather, rubber sole with a leather welt. Wear with suits.",
)
EMPTY = ("", "-", "", "", "")
