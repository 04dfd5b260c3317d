//! Progress on standard error, where somebody is looking and the work lasts.

use std::io::{self, IsTerminal as _};
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use wirecopy::Stage;

/// Work that ends sooner shows nothing.
const PATIENCE: Duration = Duration::from_secs(1);

const BAR: &str = "{msg:<24} {bar:30} {percent:>3}%  {elapsed}";
const BYTES: &str = "{msg:<24} {bytes}  {elapsed}";
const COUNTER: &str = "{msg:<24} {human_pos}  {elapsed}";

/// A bar that appears after a second, on a terminal only, and leaves nothing behind.
#[derive(Debug)]
pub(crate) struct Display {
    /// `None` where nobody is looking.
    started: Option<Instant>,
    shown: Mutex<Option<(Stage, ProgressBar)>>,
}

impl Display {
    pub(crate) fn new() -> Self {
        Self {
            started: io::stderr().is_terminal().then(Instant::now),
            shown: Mutex::new(None),
        }
    }

    /// Takes a report of the check, from any thread; never asks it to stop.
    pub(crate) fn report(&self, stage: Stage, done: u64, total: u64) -> ControlFlow<()> {
        if self.started.is_some_and(|started| started.elapsed() >= PATIENCE)
            // A thread that finds another one drawing has better things to do.
            && let Ok(mut shown) = self.shown.try_lock()
        {
            if shown.as_ref().is_none_or(|(current, _)| *current != stage)
                && let Some((_, before)) = shown.replace((stage, counter(stage)))
            {
                before.finish_and_clear();
            }
            if let Some((_, bar)) = shown.as_ref() {
                // A stage may learn only on the way how much there is to do.
                if total > 0 && bar.length() != Some(total) {
                    bar.set_style(style(BAR));
                    bar.set_length(total);
                }
                // Within a stage that has told its length, a call without one only asks whether to stop.
                if total > 0 || bar.length().is_none() {
                    bar.set_position(done);
                }
            }
        }
        ControlFlow::Continue(())
    }

    /// Wipes the bar off the terminal.
    pub(crate) fn clear(self) {
        if let Ok(Some((_, bar))) = self.shown.into_inner() {
            bar.finish_and_clear();
        }
    }
}

/// A bar that does not know its length yet.
fn counter(stage: Stage) -> ProgressBar {
    ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr())
        .with_style(style(match stage {
            Stage::Read | Stage::Write => BYTES,
            _ => COUNTER,
        }))
        .with_message(stage.as_str())
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template)
        .expect("the templates are constants that a test has parsed")
        .progress_chars("━╸─")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_templates_parse() {
        style(BAR);
        style(COUNTER);
        style(BYTES);
    }

    #[test]
    fn a_bar_learns_its_length_on_the_way() {
        let display = Display {
            started: Instant::now().checked_sub(PATIENCE),
            shown: Mutex::new(None),
        };
        for stage in Stage::ALL {
            assert_eq!(display.report(stage, 0, 0), ControlFlow::Continue(()));
            assert_eq!(display.report(stage, 5, 10), ControlFlow::Continue(()));
            let shown = display.shown.lock().unwrap();
            let (shown_stage, bar) = shown.as_ref().unwrap();
            assert_eq!(
                (*shown_stage, bar.position(), bar.length()),
                (stage, 5, Some(10))
            );
        }
        display.clear();
    }

    #[test]
    fn nothing_shows_before_a_second_or_without_a_terminal() {
        for started in [None, Some(Instant::now())] {
            let display = Display {
                started,
                shown: Mutex::new(None),
            };
            assert_eq!(
                display.report(Stage::Align, 5, 10),
                ControlFlow::Continue(())
            );
            assert!(display.shown.lock().unwrap().is_none());
        }
    }
}
