use std::io::{self, ErrorKind, Write};

/// What a command gives, to standard output, at once. A reader who has seen enough (`| head`) is no error.
pub fn print(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

pub fn print_line(text: &str) -> io::Result<()> {
    print(&format!("{text}\n"))
}

pub fn print_json(value: &impl serde::Serialize) -> anyhow::Result<()> {
    Ok(print_line(&serde_json::to_string_pretty(value)?)?)
}
