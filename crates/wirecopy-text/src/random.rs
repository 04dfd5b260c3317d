//! How long the tests try random input.

use proptest::test_runner::Config;

/// Returns a configuration with `usual` cases, or as many as the variable `PROPTEST_CASES` says, which
/// `Config::with_cases` does not ask. `make fuzz` sets it.
pub(crate) fn cases(usual: u32) -> Config {
    let default = Config::default();
    if std::env::var_os("PROPTEST_CASES").is_some() {
        return default;
    }
    Config {
        cases: usual,
        ..default
    }
}
