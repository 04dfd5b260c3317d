//! Licence expressions, as SPDX defines them.

/// Tells whether the SPDX `expression` can be met with licences that are `allowed`; `/` is an older spelling of OR.
pub(crate) fn licence_holds(
    expression: &str,
    allowed: &dyn Fn(&str) -> bool,
) -> Result<bool, String> {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = tokens.as_slice();
    let holds = any_of(&mut rest, allowed)?;
    if rest.is_empty() {
        Ok(holds)
    } else {
        Err(format!("unexpected `{}`", rest.join(" ")))
    }
}

fn any_of(tokens: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> Result<bool, String> {
    let mut holds = all_of(tokens, allowed)?;
    while take(tokens, "OR") {
        holds |= all_of(tokens, allowed)?;
    }
    Ok(holds)
}

fn all_of(tokens: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> Result<bool, String> {
    let mut holds = one_of(tokens, allowed)?;
    while take(tokens, "AND") {
        holds &= one_of(tokens, allowed)?;
    }
    Ok(holds)
}

fn one_of(tokens: &mut &[&str], allowed: &dyn Fn(&str) -> bool) -> Result<bool, String> {
    if take(tokens, "(") {
        let holds = any_of(tokens, allowed)?;
        return if take(tokens, ")") {
            Ok(holds)
        } else {
            Err("expected `)`".to_owned())
        };
    }
    let name = licence_name(tokens)?;
    if take(tokens, "WITH") {
        let exception = licence_name(tokens)?;
        return Ok(allowed(&format!("{name} WITH {exception}")));
    }
    Ok(allowed(name))
}

fn licence_name<'t>(tokens: &mut &[&'t str]) -> Result<&'t str, String> {
    match tokens.split_first() {
        Some((name, rest)) if !["OR", "AND", "WITH", "(", ")"].contains(name) => {
            *tokens = rest;
            Ok(name)
        }
        _ => Err("expected the name of a licence".to_owned()),
    }
}

fn take(tokens: &mut &[&str], wanted: &str) -> bool {
    match tokens.split_first() {
        Some((first, rest)) if *first == wanted => {
            *tokens = rest;
            true
        }
        _ => false,
    }
}

#[test]
fn licence_expressions_are_read_as_spdx_says() {
    let permissive = |name: &str| ["MIT", "Apache-2.0", "Unicode-3.0"].contains(&name);
    for (expression, holds) in [
        ("MIT", true),
        ("GPL-3.0-only", false),
        ("MIT/GPL-3.0-only", true),
        ("GPL-3.0-only / MIT", true),
        ("MIT OR GPL-3.0-only", true),
        ("MIT AND GPL-3.0-only", false),
        ("(MIT OR Apache-2.0) AND Unicode-3.0", true),
        ("(MIT OR GPL-3.0-only) AND GPL-3.0-only", false),
        // AND binds tighter than OR.
        ("MIT OR GPL-3.0-only AND GPL-3.0-only", true),
        ("GPL-3.0-only AND GPL-3.0-only OR MIT", true),
        // An exception makes another licence.
        ("Apache-2.0 WITH LLVM-exception", false),
        ("Apache-2.0 WITH LLVM-exception OR MIT", true),
    ] {
        assert_eq!(
            licence_holds(expression, &permissive),
            Ok(holds),
            "{expression}"
        );
    }
    for broken in [
        "",
        "MIT OR",
        "OR MIT",
        "(MIT",
        "MIT)",
        "MIT Apache-2.0",
        "MIT WITH",
        "()",
    ] {
        assert!(licence_holds(broken, &permissive).is_err(), "{broken}");
    }
}
