//! Numbers in bulk, handed to NumPy without a copy.

use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Numbers that NumPy takes over as they are: `numpy.asarray(numbers)` is an array around this memory.
///
/// The memory belongs to the array from then on: nothing here reads or writes it again, and it is freed when the last
/// array is gone.
#[pyclass(frozen, module = "wirecopy._core")]
pub(crate) struct Numbers {
    _memory: Memory,
    address: usize,
    length: usize,
    kind: &'static str,
}

/// Only kept: see [`Numbers`].
#[expect(dead_code, reason = "the memory is read through its address")]
enum Memory {
    I32(Vec<i32>),
    U32(Vec<u32>),
    I64(Vec<i64>),
    F32(Vec<f32>),
    F64(Vec<f64>),
}

macro_rules! numbers {
    ($($type:ty, $memory:ident, $kind:literal);*) => {$(
        impl From<Vec<$type>> for Numbers {
            fn from(mut numbers: Vec<$type>) -> Self {
                Self {
                    address: numbers.as_mut_ptr().expose_provenance(),
                    length: numbers.len(),
                    kind: $kind,
                    _memory: Memory::$memory(numbers),
                }
            }
        }
    )*};
}

// Columns are unsigned here and signed in SciPy; whoever hands them over has looked that none is above `i32::MAX`.
#[cfg(target_endian = "little")]
numbers!(i32, I32, "<i4"; u32, U32, "<i4"; i64, I64, "<i8"; f32, F32, "<f4"; f64, F64, "<f8");
#[cfg(target_endian = "big")]
numbers!(i32, I32, ">i4"; u32, U32, ">i4"; i64, I64, ">i8"; f32, F32, ">f4"; f64, F64, ">f8");

#[pymethods]
impl Numbers {
    fn __len__(&self) -> usize {
        self.length
    }

    /// What NumPy asks for: where the numbers are, how many, and of which type.
    #[getter]
    fn __array_interface__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let interface = PyDict::new(py);
        interface.set_item("version", 3)?;
        interface.set_item("shape", (self.length,))?;
        interface.set_item("typestr", self.kind)?;
        // May be written to: nobody else looks.
        interface.set_item("data", (self.address, false))?;
        Ok(interface)
    }
}
