use crate::Error;
use chrono::{DateTime, NaiveDate, Utc};
use model::Text;
use serde::Serialize;
use sqlx::PgConnection;
use std::fmt::{Display, Write};
use uuid::Uuid;

/// Rows in Postgres's COPY text format, built value by value: a batch of rows travels as one message stream instead
/// of as thousands of statements.
#[derive(Default)]
pub struct Rows {
    buffer: String,
    first: bool,
}

impl Rows {
    pub fn is_empty(&self) -> bool {
        self.buffer.is_empty()
    }

    pub fn row(&mut self) -> &mut Self {
        self.first = true;
        self
    }

    pub fn end(&mut self) {
        self.buffer.push('\n');
    }

    pub fn null(&mut self) -> &mut Self {
        self.separate();
        self.buffer.push_str("\\N");
        self
    }

    pub fn text(&mut self, value: &str) -> &mut Self {
        self.separate();
        escape(&mut self.buffer, value);
        self
    }

    pub fn optional(&mut self, value: Option<&str>) -> &mut Self {
        match value {
            Some(value) => self.text(value),
            None => self.null(),
        }
    }

    /// Ids, numbers, dates: what prints without anything to escape.
    pub fn plain(&mut self, value: impl Display) -> &mut Self {
        self.separate();
        // Writing to a string cannot fail.
        let _ = write!(self.buffer, "{value}");
        self
    }

    pub fn optional_plain(&mut self, value: Option<impl Display>) -> &mut Self {
        match value {
            Some(value) => self.plain(value),
            None => self.null(),
        }
    }

    pub fn uuid(&mut self, value: Uuid) -> &mut Self {
        self.plain(value)
    }

    pub fn date(&mut self, value: Option<NaiveDate>) -> &mut Self {
        self.optional_plain(value)
    }

    pub fn time(&mut self, value: Option<DateTime<Utc>>) -> &mut Self {
        self.optional_plain(value.map(|time| time.format("%Y-%m-%dT%H:%M:%S%.6fZ")))
    }

    pub fn json(&mut self, value: &impl Serialize) -> Result<&mut Self, Error> {
        let json = serde_json::to_string(value).map_err(anyhow::Error::from)?;
        Ok(self.text(&json))
    }

    pub fn languages(&mut self, value: Option<&Text>) -> Result<&mut Self, Error> {
        match value {
            Some(text) => self.json(text),
            None => Ok(self.null()),
        }
    }

    pub fn array<S: AsRef<str>>(&mut self, values: impl IntoIterator<Item = S>) -> &mut Self {
        let mut literal = String::from("{");
        for value in values {
            if literal.len() > 1 {
                literal.push(',');
            }
            literal.push('"');
            for letter in value.as_ref().chars() {
                if matches!(letter, '"' | '\\') {
                    literal.push('\\');
                }
                literal.push(letter);
            }
            literal.push('"');
        }
        literal.push('}');
        self.text(&literal)
    }

    pub fn bytes(&mut self, value: &[u8]) -> &mut Self {
        self.separate();
        self.buffer.push_str("\\\\x");
        for byte in value {
            let _ = write!(self.buffer, "{byte:02x}");
        }
        self
    }

    /// Sends the rows into `table (columns)`. Nothing to send is no statement.
    pub async fn send(self, connection: &mut PgConnection, target: &str) -> Result<(), Error> {
        if self.is_empty() {
            return Ok(());
        }
        let mut copy = connection.copy_in_raw(&format!("copy {target} from stdin")).await?;
        if let Err(error) = copy.send(self.buffer.as_bytes()).await {
            return Err(error.into());
        }
        copy.finish().await?;
        Ok(())
    }

    fn separate(&mut self) {
        if self.first {
            self.first = false;
        } else {
            self.buffer.push('\t');
        }
    }
}

fn escape(buffer: &mut String, value: &str) {
    let mut rest = value;
    while let Some(at) = rest.find(['\\', '\n', '\r', '\t']) {
        let (plain, special) = rest.split_at(at);
        buffer.push_str(plain);
        buffer.push_str(match special.as_bytes().first() {
            Some(b'\\') => "\\\\",
            Some(b'\n') => "\\n",
            Some(b'\r') => "\\r",
            _ => "\\t",
        });
        rest = &special[1..];
    }
    buffer.push_str(rest);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn special_letters_survive_copy() {
        let mut rows = Rows::default();
        rows.row().text("a\tb\nc\\d\re").null().array(["x\"y", "z\\"]).plain(7).end();
        assert_eq!(rows.buffer, "a\\tb\\nc\\\\d\\re\t\\N\t{\"x\\\\\"y\",\"z\\\\\\\\\"}\t7\n");
    }
}
