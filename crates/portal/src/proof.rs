//! Proof of a right, as a value: what changes something asks for one, so that a call without it does not compile.

/// Whoever runs commands on the machine. Made only by the command line.
#[derive(Debug, Clone)]
pub struct Operator {
    command: &'static str,
}

impl Operator {
    /// For the entry point of a command, which runs with the rights of the machine's user.
    pub fn at_the_console(command: &'static str) -> Self {
        Self { command }
    }

    /// For the audit: which command it was.
    pub fn actor(&self) -> String {
        format!("operator:{}", self.command)
    }
}
