//! The help, and what is refused.

use wirecopy::read::ReadOptions;

use super::*;

fn check(arguments: &[&str]) -> Result<CheckArguments, ErrorKind> {
    let arguments = [&["wirecopy", "check"], arguments].concat();
    match Arguments::try_parse_from(arguments).map(|arguments| arguments.command) {
        Ok(Command::Check(check)) => Ok(check),
        Ok(other) => unreachable!("`check` was parsed, not {other:?}"),
        Err(error) => Err(error.kind()),
    }
}

#[test]
fn the_definition_of_the_flags_is_consistent() {
    Arguments::command().debug_assert();
    let command = Arguments::command();
    let names = command.get_subcommands().map(clap::Command::get_name);
    assert_eq!(names.collect::<Vec<_>>(), SUBCOMMANDS);
}

#[test]
fn a_check_needs_a_path() {
    assert_eq!(check(&[]).unwrap_err(), ErrorKind::MissingRequiredArgument);
}

#[test]
fn threads_are_a_number_within_reason() {
    let threads = |given: &str| check(&["--threads", given, "x"]).map(|check| check.threads);
    assert_eq!(threads("3"), Ok(3));
    assert_eq!(threads("1025"), Err(ErrorKind::ValueValidation));
    assert_eq!(threads("two"), Err(ErrorKind::ValueValidation));
    assert_eq!(threads("-1"), Err(ErrorKind::UnknownArgument));
}

#[test]
fn force_is_for_files() {
    let check = check(&["--force", "-o", "report.json", "x"]).unwrap();
    assert_eq!(check.output.as_deref(), Some(Path::new("report.json")));
}

#[test]
fn columns_become_options() {
    let check = check(&["--text-column", "story", "--encoding-errors", "skip", "x"]).unwrap();
    let wanted = ReadOptions::default()
        .with_text_column("story")
        .with_encoding_errors(wirecopy::read::EncodingErrors::Skip);
    assert_eq!(check.reading.into_options(), wanted);
}

fn rendered(command: clap::Command, subcommand: Option<&str>, width: usize) -> String {
    let mut command = command.term_width(width);
    command.build();
    let described = match subcommand {
        None => &mut command,
        Some(name) => command.find_subcommand_mut(name).unwrap(),
    };
    described.render_help().to_string()
}

#[test]
fn help_fits_a_terminal_of_80_columns() {
    for (subcommand, common, all) in [
        (None, 24, 25),
        (Some("check"), 24, 48),
        (Some("compare"), 24, 34),
        (Some("tokens"), 24, 64),
        (Some("keywords"), 24, 64),
        (Some("similar"), 24, 64),
        (Some("duplicates"), 24, 64),
    ] {
        for (command, most) in [(command(), common), (with_all_flags(command()), all)] {
            let help = rendered(command, subcommand, 80);
            let lines = help.lines().count();
            assert!(lines <= most, "{lines} lines: {help}");
            assert!(
                help.lines().all(|line| line.chars().count() <= 80),
                "{help}"
            );
        }
    }
    for subcommand in ["check", "tokens"] {
        let (common, all) = (
            rendered(command(), Some(subcommand), 80),
            rendered(with_all_flags(command()), Some(subcommand), 80),
        );
        assert!(all.contains("--id-column") && !common.contains("--id-column"));
        assert!(common.contains("--help all of them") && common.contains("Examples:\n"));
    }
    let tokens = rendered(command(), Some("tokens"), 80);
    assert!(
        tokens.contains("--stop-words[=<FILE>]") && tokens.contains("or of =FILE"),
        "{tokens}"
    );
}

#[test]
fn help_fits_a_screen_and_shows_three_examples() {
    for subcommand in SUBCOMMANDS.map(Some).into_iter().chain([None]) {
        let help = rendered(with_all_flags(command()), subcommand, 100);
        let (before, examples) = help.split_once("Examples:\n").unwrap();
        let examples = examples.lines().take_while(|line| !line.is_empty());
        assert_eq!(examples.count(), 3, "{help}");
        assert!(before.contains("Usage: wirecopy"), "{help}");
        let most = match subcommand {
            Some("check") => 48,
            Some("compare") => 34,
            Some("tokens") => 52,
            Some("keywords" | "similar" | "duplicates") => 56,
            _ => 30,
        };
        assert!(
            help.lines().count() <= most,
            "{} lines: {help}",
            help.lines().count()
        );
        assert!(
            help.lines().all(|line| line.chars().count() <= 100),
            "{help}"
        );
    }
}
