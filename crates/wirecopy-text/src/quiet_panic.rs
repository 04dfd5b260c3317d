//! Calls into code that panics on some input, without a message on standard error.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook, take_hook};
use std::sync::Once;

thread_local! {
    /// Whether a panic of this thread is expected and will be caught.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Returns what `call` returns, or nothing when it panics.
///
/// `call` must leave nothing half done behind that anybody sees afterwards.
///
/// The first call puts a hook before the process's panic hook, which is the only way to keep a
/// caught panic quiet; it stays, and hands every panic on that does not happen in here.
pub(crate) fn unless_it_panics<T>(call: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    // A thread that is panicking may not set a hook; then the message is seen.
    if !std::thread::panicking() {
        HOOK.call_once(set_quiet_hook);
    }
    let outer = EXPECTED.replace(true);
    let result = catch_unwind(AssertUnwindSafe(call));
    EXPECTED.set(outer);
    result.ok()
}

fn set_quiet_hook() {
    let before = take_hook();
    set_hook(Box::new(move |info| {
        if !EXPECTED.get() {
            before(info);
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_becomes_nothing() {
        assert_eq!(unless_it_panics(|| 1), Some(1));
        let empty: [u8; 0] = [];
        assert_eq!(unless_it_panics(|| empty[empty.len()]), None);
        assert!(!EXPECTED.get());
    }
}
