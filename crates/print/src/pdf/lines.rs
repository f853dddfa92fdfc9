//! The lines of a paragraph: which stretch of it stands where.

use super::{ink::is_control, lay::Block};
use parley::layout::Run;

pub(super) struct PlacedLine<'a> {
    /// From the top of the paragraph.
    pub baseline: f32,
    /// Without the space at its end.
    pub width: f32,
    /// As they are read, each with its distance from the left.
    pub runs: Vec<(f32, Run<'a, ()>)>,
}

/// Begins each line where its readers begin. Where a line breaks, the space stands beyond its end whatever way the last
/// words of it run: parley leaves it behind those words, which is amid a line whose other words run the other way.
pub(super) fn lines(block: &Block) -> Vec<PlacedLine<'_>> {
    let placed = block.layout.lines().map(|line| {
        let mut runs: Vec<Run<'_, ()>> = line.runs().collect();
        let spaces = spaces(&runs, &block.text);
        let width = runs.iter().map(Run::advance).sum::<f32>() - spaces.iter().sum::<f32>();
        let mut x = if block.layout.is_rtl() { block.room - width } else { 0.0 };
        let mut placed = Vec::with_capacity(runs.len());
        for (run, space) in runs.drain(..).zip(spaces) {
            let (start, advance) = (if run.is_rtl() { x - space } else { x }, run.advance());
            placed.push((start, run));
            x += advance - space;
        }
        placed.sort_by_key(|(_, run)| run.text_range().start);
        PlacedLine { baseline: line.metrics().baseline, width, runs: placed }
    });
    placed.collect()
}

/// What each run has of the space at the end of the line.
fn spaces(runs: &[Run<'_, ()>], text: &str) -> Vec<f32> {
    let mut spaces = vec![0.0; runs.len()];
    let mut order: Vec<usize> = (0..runs.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(runs[*index].text_range().start));
    for index in order {
        let run = &runs[index];
        let is_space = |range| text.get(range).is_some_and(|letters: &str| letters.chars().all(is_space));
        let mut clusters: Vec<_> = run.clusters().map(|cluster| (cluster.text_range(), cluster.advance())).collect();
        clusters.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
        let number = clusters.len();
        let end: Vec<f32> =
            clusters.into_iter().take_while(|(range, _)| is_space(range.clone())).map(|(_, width)| width).collect();
        spaces[index] = end.iter().sum();
        if end.len() < number {
            break;
        }
    }
    spaces
}

fn is_space(letter: char) -> bool {
    letter.is_whitespace() || is_control(letter)
}
