//! The command line of wirecopy: which of these articles share text, how much, and which words.
//!
//! The flags become a plan, the plan is run, the run becomes an exit status. Data goes to standard output, talk to
//! standard error. Everything that is found, is found by the crate `wirecopy`; here it is only shown.

mod analyzing;
mod check;
mod clean;
mod compare;
mod duplicates;
mod explaining;
mod failure;
mod figures;
mod flags;
mod furniture;
mod generate;
mod keywords;
mod marking;
mod notices;
mod output;
mod plan;
mod positions;
mod progress;
mod reading;
mod selection;
mod similar;
mod table;
mod terminal;
mod tokens;

use std::process::ExitCode;

use crate::failure::Finding;
use crate::plan::Plan;

fn main() -> ExitCode {
    let outcome = match flags::parse().into_plan() {
        Plan::Check(plan) => check::run(&plan),
        Plan::Compare(plan) => compare::run(&plan),
        Plan::Tokens(plan) => tokens::run(*plan),
        Plan::Keywords(plan) => keywords::run(*plan),
        Plan::Similar(plan) => similar::run(*plan),
        Plan::Duplicates(plan) => duplicates::run(*plan),
        Plan::Completions(shell) => generate::completions(shell).map(|()| Finding::Ran),
        Plan::Man(subcommand) => generate::man(subcommand.as_deref()).map(|()| Finding::Ran),
    };
    match outcome {
        Ok(finding) => finding.exit_code(),
        Err(failure) => failure.tell(),
    }
}
