//! The ends of the help texts: three examples each.

pub(super) const EXAMPLES: &str = "\
Examples:
  wirecopy check stories/                     who ran whose copy, in a folder
  wirecopy check --format jsonl feed.jsonl    one JSON object for each pair
  wirecopy compare agency.txt blog.txt        what two share, the edits marked

Exit status: 0 when it ran, 2 on an error; --exit-code: 1 when text is shared.";

pub(super) const CHECK_EXAMPLES: &str = "\
Examples:
  wirecopy check today/ --against archive/             new articles and old ones
  wirecopy check --text-column story 'feeds/*.csv.gz'  packed tables
  jq -c .items[] a.json | wirecopy check -o out.txt -  from another program";

pub(super) const COMPARE_EXAMPLES: &str = "\
Examples:
  wirecopy compare agency.txt blog.txt
  wirecopy compare --format json agency.txt blog.txt
  pandoc -t plain page.html | wirecopy compare agency.txt -

Places are line:column, from 1; offsets are characters, from 0, without the end.
Between [- and -] stands what only A has, between {+ and +} what only B has; on
a terminal that shows colours the first is red, the second green.";

pub(super) const TOKENS_EXAMPLES: &str = "\
Examples:
  wirecopy tokens -l en --stop-words --stem story.txt | cut -f5 | sort | uniq -c
  wirecopy tokens --sentences --format jsonl stories/
  pandoc -t plain page.html | wirecopy tokens --ngrams 2-3 -

A line: id, start, end (characters, from 0, without the end), class, text; tabs.";

pub(super) const KEYWORDS_EXAMPLES: &str = "\
Examples:
  wirecopy keywords -l en --stop-words stories/
  wirecopy keywords -k 3 --method log_odds --ngrams 1-2 feed.jsonl
  wirecopy keywords --format json 'feeds/*.csv.gz' | jq -c '.keywords[]'";

pub(super) const SIMILAR_EXAMPLES: &str = "\
Examples:
  wirecopy similar -k 3 -l en --stop-words --stem stories/
  wirecopy similar --format csv feed.jsonl > neighbours.csv
  wirecopy similar --min-score 0.5 --format jsonl 'feeds/*.csv.gz' | jq .score";

pub(super) const DUPLICATES_EXAMPLES: &str = "\
Examples:
  wirecopy duplicates --keep list.txt stories/
  wirecopy duplicates --measure containment --format csv 'feeds/*.csv.gz'
  wirecopy duplicates --threshold 0.6 --shingle 3 --format jsonl feed.jsonl";

pub(super) const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  wirecopy completions bash > ~/.local/share/bash-completion/completions/wirecopy
  wirecopy completions fish > ~/.config/fish/completions/wirecopy.fish
  source <(wirecopy completions zsh)";

pub(super) const MAN_EXAMPLES: &str = "\
Examples:
  wirecopy man | man -l -
  wirecopy man check > ~/.local/share/man/man1/wirecopy-check.1
  wirecopy man compare | mandoc";
