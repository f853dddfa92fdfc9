//! What stands first among answers that meet the same need.

use crate::support::*;
use model::ItemKind;
use search::Document;

#[test]
fn help_with_a_need_stands_before_opportunities_that_touch_it() {
    let meets = |number| Document { needs: strings(&["food"]), ..english(number, "Wednesday table") };
    // Its better quality would put it first.
    let volunteering = Document { kind: ItemKind::Opportunity, quality: 1.0, ..meets(1) };
    let room = Room::with(vec![volunteering, meets(2)]);
    assert_eq!(room.ids("q=food"), [2, 1]);
}

#[test]
fn an_opportunity_asked_for_by_its_words_stands_first() {
    let service = Document { needs: strings(&["food"]), ..english(1, "Wednesday table") };
    let drivers = Document { needs: strings(&["food"]), ..english(2, "Drivers for the food round") };
    let room = Room::with(vec![service, Document { kind: ItemKind::Opportunity, ..drivers }]);
    assert_eq!(room.ids("q=food+drivers")[0], 2);
}

#[test]
fn who_meets_one_need_stands_before_who_meets_it_among_others() {
    let meets = |number, needs: &[&str]| Document { needs: strings(needs), ..english(number, "House on the corner") };
    let all = Document { quality: 1.0, ..meets(1, &["food", "housing", "work", "health"]) };
    let room = Room::with(vec![all, meets(2, &["food"])]);
    assert_eq!(room.ids("q=food"), [2, 1]);
}
