//! Time and memory of the cosine joins on matrices that a script has dumped.
//!
//! `cosine_speed PREFIX top-k 10` compares the rows of one matrix, `cosine_speed PREFIX join 0.7 100000` the rows
//! from the 100,000th on with those before. `PREFIX.indptr`, `.indices` and `.data` hold u64, u32 and f64 of this
//! machine. The result is written to `PREFIX.found.indptr`, `.indices` and `.data`, and figures to standard output.

use std::error::Error;
use std::num::NonZeroUsize;
use std::ops::ControlFlow;
use std::path::Path;

use wirecopy_similarity::{CsrView, Near, Threshold, cosine_join, cosine_top_k};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [prefix, method, value, rest @ ..] = arguments.as_slice() else {
        return Err("usage: cosine_speed PREFIX top-k|join VALUE [ROWS]".into());
    };
    let read = |part: &str| std::fs::read(Path::new(&format!("{prefix}.{part}")));
    let indptr: Vec<u64> = numbers(&read("indptr")?, u64::from_ne_bytes);
    let indices: Vec<u32> = numbers(&read("indices")?, u32::from_ne_bytes);
    let data: Vec<f64> = numbers(&read("data")?, f64::from_ne_bytes);
    let width = indices
        .iter()
        .max()
        .map_or(0, |&column| column as usize + 1);
    let rows = indptr.len() - 1;
    let split: usize = rest.first().map_or(Ok(rows), |rows| rows.parse())?;
    let go_on = |_, _| ControlFlow::Continue(());

    let before = (cpu_seconds()?, peak_megabytes()?);
    let place = usize::try_from(indptr[split])?;
    let first = CsrView::new(&indptr[..=split], &indices[..place], &data[..place], width)?;
    let tail: Vec<u64> = indptr[split..]
        .iter()
        .map(|&end| end - indptr[split])
        .collect();
    let second = CsrView::new(&tail, &indices[place..], &data[place..], width)?;
    let (one, other) = if split < rows {
        (&second, Some(&first))
    } else {
        (&first, None)
    };
    let mut found: Vec<(Vec<u32>, Vec<f64>)> = Vec::new();
    match method.as_str() {
        "top-k" => {
            let k: NonZeroUsize = value.parse()?;
            let neighbours = cosine_top_k(one, other, k, Near::new(), &go_on)?;
            report(before)?;
            for row in 0..neighbours.len() {
                let (rows, scores) = neighbours.get(row);
                found.push((rows.to_vec(), scores.to_vec()));
            }
        }
        "join" => {
            let threshold = Threshold::new(value.parse()?)?;
            let pairs = cosine_join(one, other, threshold, None, &go_on)?;
            report(before)?;
            found.resize(one.rows(), Default::default());
            for pair in pairs {
                let (rows, scores) = &mut found[pair.a as usize];
                rows.push(pair.b);
                scores.push(pair.score);
            }
        }
        other => return Err(format!("no method {other}").into()),
    }
    let mut indptr = vec![0_u64];
    for (rows, _) in &found {
        indptr.push(indptr[indptr.len() - 1] + rows.len() as u64);
    }
    let write =
        |part: &str, bytes: Vec<u8>| std::fs::write(format!("{prefix}.found.{part}"), bytes);
    write(
        "indptr",
        indptr
            .iter()
            .flat_map(|number| number.to_ne_bytes())
            .collect(),
    )?;
    write(
        "indices",
        found
            .iter()
            .flat_map(|(rows, _)| rows)
            .flat_map(|row| row.to_ne_bytes())
            .collect(),
    )?;
    write(
        "data",
        found
            .iter()
            .flat_map(|(_, scores)| scores)
            .flat_map(|score| score.to_ne_bytes())
            .collect(),
    )?;
    Ok(())
}

fn numbers<const N: usize, T>(bytes: &[u8], number: fn([u8; N]) -> T) -> Vec<T> {
    let (chunks, _) = bytes.as_chunks::<N>();
    chunks.iter().map(|&bytes| number(bytes)).collect()
}

#[expect(clippy::print_stdout, reason = "the figures are the output")]
fn report((cpu, peak): (f64, f64)) -> Result<(), Box<dyn Error>> {
    let (cpu, above) = (cpu_seconds()? - cpu, peak_megabytes()? - peak);
    println!("{{\"cpu_seconds\": {cpu:.3}, \"megabytes_above_input\": {above:.1}}}");
    Ok(())
}

/// User and system time of all threads; Linux counts in hundredths of a second.
fn cpu_seconds() -> Result<f64, Box<dyn Error>> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat
        .rsplit(')')
        .next()
        .unwrap_or("")
        .split_whitespace()
        .collect();
    Ok((fields[11].parse::<f64>()? + fields[12].parse::<f64>()?) / 100.0)
}

fn peak_megabytes() -> Result<f64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .ok_or("no peak")?;
    let kilobytes: f64 = line.split_whitespace().nth(1).ok_or("no number")?.parse()?;
    Ok(kilobytes / 1000.0)
}
