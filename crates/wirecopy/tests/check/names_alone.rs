//! Two reports on different matters have the same names, and are neither one story nor reuse.

use wirecopy::{Article, CheckOptions, Known, check, compare_with};

/// Of each language two articles: the same people in the same places, on other matters.
const PAIRS: &[(&str, [&str; 2])] = &[
    (
        "en",
        [
            "President Ada Quill of Orrin, Chancellor Bo Marsh of Tessary and Prime Minister Cleo Dunn of Marrow met in \
             Saint Olave on Tuesday to discuss how a new fund for railways across the hills could be paid. The three \
             leaders said that tunnels would be dug from the spring onwards, with tolls.",
            "President Ada Quill of Orrin, Chancellor Bo Marsh of Tessary and Prime Minister Cleo Dunn of Marrow attended \
             the funeral of the violinist Ines Lenz in Saint Olave on Friday. Dunn read a poem, and an orchestra of her \
             pupils played the slow movement which she had loved since she was a child.",
        ],
    ),
    (
        "en, two clubs",
        [
            "Orrin Rovers beat Tessary Town 2-1 at Kettle Road on Sunday, Bram Sallow scoring twice for Milo Arden's side \
             before Cole Pender's late penalty for the hosts under Enzo Marek. Sallow turned in a cross from Martin Oden \
             after nine minutes and headed a second on the hour. Arden praised a disciplined display away from home.",
            "Orrin Rovers and Tessary Town are both chasing the young winger Luan Pinto, with Milo Arden keen, while Enzo \
             Marek would have to sell at Kettle Road first; Bram Sallow and Cole Pender are friends of his. Pinto has told \
             his agent that he wants to live near the sea. Martin Oden has rung him twice.",
        ],
    ),
    (
        "de",
        [
            "Bundeskanzlerin Ada Quell und Finanzminister Bo Marsch haben am Montag in Orrau über den Haushalt des kommenden \
             Jahres gestritten. Nach langen Stunden einigten sie sich auf weniger Geld für Autobahnen.",
            "Bundeskanzlerin Ada Quell und Finanzminister Bo Marsch haben am Montag in Orrau eine Ausstellung mit Bildern \
             alter Meister eröffnet, die aus zwei Museen geliehen sind. Danach spielte ein Quartett.",
        ],
    ),
    (
        "fr",
        [
            "Le président Ada Quell et le ministre de l'Économie Bo Marchand ont visité lundi à Orrin une usine de batteries \
             dont la construction avait pris trois ans de retard.",
            "Le président Ada Quell et le ministre de l'Économie Bo Marchand ont assisté lundi à Orrin aux obsèques d'un \
             cuisinier qui avait nourri des générations de soyeux.",
        ],
    ),
    (
        "es",
        [
            "El presidente Ada Quell y la ministra de Exteriores Bea Marchena visitaron el lunes en Orrín una fábrica de \
             vidrio que llevaba cerrada desde las inundaciones del otoño.",
            "El presidente Ada Quell y la ministra de Exteriores Bea Marchena escucharon el lunes en Orrín a un coro infantil \
             que cantaba sin partituras bajo la lluvia.",
        ],
    ),
    (
        "it",
        [
            "Il presidente Ada Quelli e il ministro degli Esteri Bo Marchetti hanno inaugurato lunedì a Orrino un ponte di \
             legno che gli artigiani avevano montato senza chiodi.",
            "Il presidente Ada Quelli e il ministro degli Esteri Bo Marchetti hanno respinto lunedì a Orrino le accuse di un \
             contabile licenziato durante l'estate.",
        ],
    ),
    (
        "pt",
        [
            "O presidente Ada Quelho e o ministro da Defesa Bo Marchal visitaram na segunda-feira em Orrim um estaleiro onde \
             soldadores reparam barcos de pesca antigos.",
            "O presidente Ada Quelho e o ministro da Defesa Bo Marchal condenaram na segunda-feira em Orrim o roubo de vários \
             quadros durante uma festa privada.",
        ],
    ),
    (
        "nl",
        [
            "Minister-president Ada Kwel en minister Bo Maris van Financiën hebben maandag in Orrum gepraat over hogere \
             belastingen op suiker, waartegen bakkers eerder hadden betoogd.",
            "Minister-president Ada Kwel en minister Bo Maris van Financiën hebben maandag in Orrum een zwembad geopend dat \
             jarenlang lekte en dreigde te verzakken.",
        ],
    ),
    (
        "sv",
        [
            "Statsminister Ada Källa och utrikesminister Bo Marsk besökte på måndagen i Orrby ett sågverk där hundratals \
             arbetare hade strejkat mot sänkta löner.",
            "Statsminister Ada Källa och utrikesminister Bo Marsk dömde på måndagen i Orrby ut planerna att stänga \
             förlossningen vid det gamla sjukhuset.",
        ],
    ),
    (
        "pl",
        [
            "Prezydent Ada Krynica i minister spraw zagranicznych Bo Marszak otworzyli w poniedziałek w Orrinie muzeum zegarów, \
             które przez dekadę stało puste.",
            "Prezydent Ada Krynica i minister spraw zagranicznych Bo Marszak skrytykowali w poniedziałek w Orrinie umowę na \
             dostawy węgla podpisaną bez przetargu.",
        ],
    ),
    (
        "ru",
        [
            "Президент Ада Квилл и министр иностранных дел Бо Марш открыли в понедельник в Оррине музей часов, который десять \
             лет стоял пустым.",
            "Президент Ада Квилл и министр иностранных дел Бо Марш раскритиковали в понедельник в Оррине договор о поставках \
             угля, подписанный без торгов.",
        ],
    ),
];

#[test]
fn two_texts_with_the_same_names_have_no_relation() {
    for (language, [a, b]) in PAIRS {
        let [a, b] = [Article::new("a", *a), Article::new("b", *b)];
        let report = check(&[a.clone(), b.clone()], &CheckOptions::default()).expect("plain");
        assert!(report.pairs.is_empty(), "{language}: {:?}", report.pairs);
        assert!(
            report.clusters.is_empty(),
            "{language}: {:?}",
            report.clusters
        );
        let background = [a.clone(), b.clone()];
        let known = Known::new().with_background(&background[..]);
        let go_on = |_: wirecopy::Stage, _: u64, _: u64| std::ops::ControlFlow::Continue(());
        let compared = compare_with(&a, &b, known, &CheckOptions::default(), &go_on);
        let compared = compared.expect("plain");
        assert_eq!(compared.relation, None, "{language}: {compared:?}");
    }
}

/// Lists of names, in which function words stand between them, and two texts to put them below.
const LISTS: &[(&str, [&str; 2])] = &[
    (
        "El ministro Otto Brand, el ministro Kai Amsel, el ministro Jan Birk, el ministro Tom Ruck, el ministro Bela Voss, \
         el ministro Ida Lunn.",
        [
            "La vieja fábrica de vidrio vuelve a encender sus hornos tras diez años de silencio.",
            "Un coro de niños cantó bajo la lluvia mientras los vecinos repartían sopa caliente.",
        ],
    ),
    (
        "Jan van der Berg, Piet van der Meer, Klaas van den Brink, Henk van den Bos, Joost van der Linden.",
        [
            "De oude molen aan de rivier brandde vannacht tot de grond toe af, zeggen de buren.",
            "Een kudde geiten liep gisteren door het dorp en at alle rozen van de burgemeester op.",
        ],
    ),
    (
        "Le président Ada Quell et le ministre Bo Marchand, le maire Luc Berg et la ministre Eva Brun se sont rencontrés \
         lundi à Orrin.",
        [
            "Une fanfare a réveillé le quartier avant l'aube et personne ne s'en est plaint.",
            "Le prix du pain augmente encore cet hiver, disent les boulangers de la vallée.",
        ],
    ),
];

#[test]
fn a_list_of_names_in_two_texts_is_no_reuse() {
    for (list, texts) in LISTS {
        let [a, b] = texts.map(|text| format!("{text} {list}"));
        let articles = [Article::new("a", a.as_str()), Article::new("b", b.as_str())];
        let report = check(&articles, &CheckOptions::default()).expect("plain");
        assert!(report.pairs.is_empty(), "{list}: {:?}", report.pairs);
    }
}

#[test]
fn nor_have_they_beside_one_another() {
    let articles: Vec<Article<'_>> = (PAIRS.iter())
        .flat_map(|(language, texts)| [("a", texts[0]), ("b", texts[1])].map(|of| (language, of)))
        .map(|(language, (side, text))| Article::new(format!("{language} {side}"), text))
        .collect();
    let report = check(&articles, &CheckOptions::default()).expect("plain");
    assert!(report.pairs.is_empty(), "{:?}", report.pairs);
}
