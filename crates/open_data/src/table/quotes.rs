//! One quote that nobody closed makes a CSV reader take all rows up to the next quote for one cell.

/// Whether a quoted cell of this row is never closed, or spans lines and is closed by what looks like the opening quote
/// of another cell: text follows it. Within one line such quotes cost no other row and are read as they are.
pub fn is_torn(row: &[u8], delimiter: u8) -> bool {
    let mut bytes = row.iter().copied().peekable();
    let mut cell_begins = true;
    while let Some(byte) = bytes.next() {
        if byte != b'"' || !cell_begins {
            cell_begins = byte == delimiter || byte == b'\n' || byte == b'\r';
            continue;
        }
        cell_begins = false;
        let mut spans_lines = false;
        loop {
            match bytes.next() {
                None => return true,
                Some(b'\n' | b'\r') => spans_lines = true,
                Some(b'"') if bytes.next_if_eq(&b'"').is_none() => break,
                Some(_) => {}
            }
        }
        while bytes.next_if_eq(&b' ').is_some() {}
        let is_closed = bytes.peek().is_none_or(|next| *next == delimiter || matches!(next, b'\n' | b'\r'));
        if spans_lines && !is_closed {
            return true;
        }
    }
    false
}

/// The first line that says something, and how many bytes it and what stands before it take.
pub fn first_line(row: &[u8]) -> (&[u8], usize) {
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let begin = row.iter().position(|byte| !is_end(byte)).unwrap_or(row.len());
    let line = &row[begin..];
    let line = &line[..line.iter().position(is_end).unwrap_or(line.len())];
    (line, begin + line.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_a_torn_row_from_a_long_cell() {
        for (row, torn) in [
            ("1,\"two\nlines\",x\n", false),
            ("1,\"two\nlines and \"\"words\"\"\" ,x\r\n", false),
            ("1,\"\",\"\"\n", false),
            ("1,5\" pipe,x\n", false),
            ("1,\"He said \"hi\" aloud\",x\n", false),
            ("1,\"Open day\n2,\"B\",x\n", true),
            ("1,\"Open day\n2,\"\",x\n3,\"C\"\n", true),
            ("1,\"Open day\n2,B\n", true),
            ("1,\"Open d", true),
        ] {
            assert_eq!(is_torn(row.as_bytes(), b','), torn, "{row}");
        }
        assert_eq!(first_line(b"\r\n\n1,\"a\r\n2"), (&b"1,\"a"[..], 7));
    }
}
