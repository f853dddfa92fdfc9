use indicatif::{HumanBytes, ProgressBar, ProgressStyle};
use portal::import::{Progress, Stage};

/// How far it is, on standard error; nothing when that is no terminal.
#[derive(Clone)]
pub struct Bar(ProgressBar);

impl Bar {
    pub fn records() -> Self {
        let bar = ProgressBar::new(0);
        // A wrong template would only show less.
        if let Ok(style) = ProgressStyle::with_template("{msg:9} {bar:30} {human_pos}/{human_len} {per_sec} {eta}") {
            bar.set_style(style);
        }
        Self(bar)
    }

    pub fn read(&self, done: u64, total: u64) {
        self.0.set_message("reading");
        self.0.set_length(total);
        self.0.set_position(done);
        if done == total {
            self.0.set_message(format!("read {}", HumanBytes(total)));
        }
    }

    pub fn show(&self, progress: Progress) {
        self.0.set_message(match progress.stage {
            Stage::Checking => "checking",
            Stage::Planning => "comparing",
            Stage::Writing => "writing",
            Stage::Finishing => "finishing",
        });
        self.0.set_length(u64::try_from(progress.total).unwrap_or(u64::MAX));
        self.0.set_position(u64::try_from(progress.done).unwrap_or(u64::MAX));
    }

    pub fn done(&self) {
        self.0.finish_and_clear();
    }
}
