//! `wirecopy completions` and `wirecopy man`: what shells and `man` know of the flags, from the definitions themselves.

use std::io;

use clap_complete::Shell;
use clap_mangen::Man;

use crate::failure::Failure;
use crate::flags;
use crate::output::Target;

/// Writes the script that completes commands and flags in a shell.
pub(crate) fn completions(shell: Shell) -> Result<(), Failure> {
    let mut command = flags::command();
    let mut script = Vec::new();
    // Into memory, because it panics where it cannot write.
    clap_complete::generate(shell, &mut command, "wirecopy", &mut script);
    Target::StandardOutput.write(|out| out.write_all(&script))
}

/// Writes the page of a command, or that of the program.
pub(crate) fn man(subcommand: Option<&str>) -> Result<(), Failure> {
    Target::StandardOutput.write(|out| {
        let mut page = Vec::new();
        render(subcommand, &mut page)?;
        out.write_all(&page)
    })
}

fn render(subcommand: Option<&str>, page: &mut Vec<u8>) -> io::Result<()> {
    // `-h` hides the rare flags and their descriptions; the manual has all.
    let mut command = flags::with_all_flags(flags::command());
    command.build();
    let described = subcommand.and_then(|name| command.find_subcommand(name));
    let man = Man::new(described.unwrap_or(&command).clone());
    page.extend(title(subcommand).into_bytes());
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_options_section(page)?;
    if described.is_none() {
        man.render_subcommands_section(page)?;
    }
    let after = described.unwrap_or(&command).get_after_help();
    if let Some(after) = after.map(ToString::to_string) {
        page.extend(literally(&after).into_bytes());
    }
    Ok(())
}

/// The head and the foot of the page; without a date, which would make every build another file.
fn title(subcommand: Option<&str>) -> String {
    let name = match subcommand {
        None => "wirecopy".to_owned(),
        Some(subcommand) => format!("wirecopy\\-{subcommand}"),
    };
    let version = env!("CARGO_PKG_VERSION");
    format!(".TH \"{name}\" \"1\" \"\" \"wirecopy {version}\" \"User Commands\"\n")
}

/// A section in which lines stay lines. The text begins with its heading.
fn literally(text: &str) -> String {
    let (heading, lines) = text.split_once(":\n").unwrap_or(("EXTRA", text));
    let mut section = format!(".SH {}\n.nf\n", heading.to_uppercase());
    for line in lines.lines() {
        let line = line.replace('\\', "\\e").replace('-', "\\-");
        // A control character at the beginning would make the line a request.
        if line.starts_with(['.', '\'']) {
            section.push_str("\\&");
        }
        section.push_str(&line);
        section.push('\n');
    }
    section.push_str(".fi\n");
    section
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_an_example_stay_lines() {
        assert_eq!(
            literally("Examples:\n  wirecopy --flag x\\y\n.hidden\n"),
            ".SH EXAMPLES\n.nf\n  wirecopy \\-\\-flag x\\ey\n\\&.hidden\n.fi\n"
        );
    }
}
