//! The months by their names.

/// Their names and abbreviations in English, German, French, Spanish, Italian, Portuguese, Dutch, Swedish, Danish, Norwegian,
/// Polish and Russian, in the cases that dates have, in lower case.
const MONTHS: [&str; 12] = [
    "january jan januar jänner jaenner jän januari janvier janv enero ene gennaio gen genn janeiro styczeń stycznia styczniu \
     styczen sty январь января январе янв",
    "february feb febr februar feber februari février fevrier févr fevr fév fev febrero febbraio febbr fevereiro luty lutego \
     lutym lut февраль февраля феврале фев февр",
    "march mar märz maerz mär mrz mars marts marzo março marco maart mrt marzec marca marcu март марта марте мар",
    "april apr avril avr abril abr aprile kwiecień kwietnia kwietniu kwiecien kwi апрель апреля апреле апр",
    "may mai mayo maggio mag magg maio mei maj maja maju май мая мае",
    "june jun juni juin junio giugno giu junho czerwiec czerwca czerwcu cze июнь июня июне июн",
    "july jul juli juillet juil julio luglio lug julho lipiec lipca lipcu lip июль июля июле июл",
    "august aug augusti augustus août aout aoû agosto ago agto sierpień sierpnia sierpniu sierpien sie август августа августе авг",
    "september sep sept septembre septiembre setiembre settembre set sett setembro wrzesień września wrześniu wrzesnia wrzesniu \
     wrzesien wrz сентябрь сентября сентябре сен сент",
    "october oct oktober okt octobre octubre ottobre ott outubro out październik października październiku pazdziernik \
     pazdziernika pazdzierniku paź paz октябрь октября октябре окт",
    "november nov novembre noviembre novembro listopad listopada listopadzie lis ноябрь ноября ноябре ноя нояб",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro desember des grudzień grudnia grudniu \
     grudzien gru декабрь декабря декабре дек",
];

/// The number of the month that a word in lower case is, from 1.
pub(crate) fn month(word: &str) -> Option<i64> {
    (1..).zip(MONTHS).find_map(|(number, names)| {
        names
            .split_ascii_whitespace()
            .any(|name| name == word)
            .then_some(number)
    })
}

/// Whether a word in lower case may be a day as well: in French, Spanish and Italian, `mar.` is a Tuesday.
pub(crate) fn may_be_a_day(word: &str) -> bool {
    word == "mar"
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn no_word_is_two_months() {
        let all: Vec<&str> = (MONTHS.iter())
            .flat_map(|names| names.split_ascii_whitespace())
            .collect();
        assert_eq!(all.len(), all.iter().collect::<HashSet<_>>().len());
        assert!(all.iter().all(|name| name.to_lowercase() == *name));
    }

    #[test]
    fn what_begins_like_a_month_is_none() {
        for word in [
            "maandag",
            "marburg",
            "augsburg",
            "decorum",
            "mardi",
            "martes",
            "novosibirsk",
            "juneau",
        ] {
            assert_eq!(month(word), None, "{word}");
        }
        assert_eq!(
            (month("maart"), month("août"), month("мая")),
            (Some(3), Some(8), Some(5))
        );
    }
}
