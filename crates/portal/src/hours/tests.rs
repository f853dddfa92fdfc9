use super::*;
use chrono::NaiveDate;

fn schedule(rule: &str) -> ScheduleRow {
    ScheduleRow { opening_hours: Some(rule.to_owned()), ..ScheduleRow::default() }
}

fn recurring(rrule: &str, opens_at: &str, closes_at: &str) -> ScheduleRow {
    let [rrule, opens_at, closes_at] = [rrule, opens_at, closes_at].map(|text| Some(text.to_owned()));
    ScheduleRow { rrule, opens_at, closes_at, ..ScheduleRow::default() }
}

fn at(time: &str) -> DateTime<Utc> {
    time.parse().unwrap()
}

fn in_portugal(schedules: &[ScheduleRow], time: &str) -> Vec<Hours> {
    read(schedules, None, Some("PT"), Locale::En, at(time))
}

// 2026-11-23 is a Monday; Portugal is at UTC in winter and at UTC+1 in summer.

#[test]
fn a_plain_rule_is_a_week() {
    let hours = in_portugal(&[schedule("Mo-Fr 09:00-12:30,14:00-17:00; We off; PH off")], "2026-11-23T10:00:00Z");
    let day = vec![(540, 750), (840, 1020)];
    assert_eq!(hours[0].week, Some([day.clone(), day.clone(), vec![], day.clone(), day, vec![], vec![]]));
    assert_eq!((hours[0].open_now, hours[0].time_zone.as_str()), (Some(true), "Europe/Lisbon"));
}

#[test]
fn hours_are_meant_in_the_zone_of_the_place() {
    let rule = [schedule("Mo-Su 09:00-17:00")];
    assert_eq!(in_portugal(&rule, "2026-07-06T08:30:00Z")[0].open_now, Some(true));
    assert_eq!(in_portugal(&rule, "2026-11-23T08:30:00Z")[0].open_now, Some(false));
    assert_eq!(
        read(&rule, Some("Asia/Amman"), Some("PT"), Locale::En, at("2026-11-23T06:30:00Z"))[0].open_now,
        Some(true)
    );
    assert_eq!(read(&rule, None, Some("US"), Locale::En, at("2026-11-23T16:00:00Z"))[0].open_now, None);
}

#[test]
fn public_holidays_close() {
    let rule = [schedule("Mo-Fr 09:00-17:00; PH off")];
    assert_eq!(in_portugal(&rule, "2026-12-08T10:00:00Z")[0].open_now, Some(false));
    assert_eq!(in_portugal(&rule, "2026-12-09T10:00:00Z")[0].open_now, Some(true));
}

#[test]
fn a_span_may_pass_midnight() {
    let hours = in_portugal(&[schedule("Su 22:00-06:00")], "2026-11-23T05:00:00Z");
    assert_eq!(hours[0].week.as_ref().unwrap()[6], [(1320, 1800)]);
    assert_eq!(hours[0].open_now, Some(true));
    let recurring = in_portugal(&[recurring("FREQ=WEEKLY;BYDAY=SU", "22:00", "06:00")], "2026-11-23T05:00:00Z");
    assert_eq!(
        (recurring[0].week.as_ref().unwrap()[6].as_slice(), recurring[0].open_now),
        (&[(1320, 1800)][..], Some(true))
    );
}

#[test]
fn what_a_week_cannot_say_keeps_its_rule() {
    for rule in [
        "Jun-Sep Mo-Fr 09:00-13:00",
        "Mo[1] 09:00-12:00",
        "week 1-53/2 Mo 09:00-12:00",
        "Mo-Fr 09:00-12:00 \"by appointment\"",
        "Mo sunrise-sunset",
        "Mo 09:00+",
        "PH 10:00-12:00",
    ] {
        let hours = in_portugal(&[schedule(rule)], "2026-11-23T10:00:00Z");
        assert_eq!((hours[0].week.as_ref(), hours[0].rule.as_deref()), (None, Some(rule)), "{rule}");
    }
}

#[test]
fn nonsense_is_kept_and_harms_nobody() {
    for rule in ["", "whenever", "25:99", "Mo-Fr 9h-12h", "((((", &"Mo,".repeat(2000)] {
        let hours = in_portugal(&[schedule(rule)], "2026-11-23T10:00:00Z");
        assert_eq!(hours[0].rule.as_deref(), Some(rule));
    }
    assert!(
        in_portugal(&[recurring("FREQ=MONTHLY;BYDAY=1MO", "09:00", "10:00")], "2026-11-23T09:30:00Z")[0].week.is_none()
    );
    assert!(in_portugal(&[recurring("FREQ=WEEKLY;BYDAY=MO", "9", "x")], "2026-11-23T09:30:00Z")[0].week.is_none());
}

#[test]
fn a_recurrence_for_each_day_is_one_table() {
    let days = [
        recurring("FREQ=WEEKLY;BYDAY=MO", "09:00", "12:00"),
        recurring("FREQ=WEEKLY;BYDAY=MO", "13:00:00", "17:00:00"),
        recurring("FREQ=WEEKLY;INTERVAL=1;BYDAY=TU,TH", "09:00", "12:00"),
    ];
    let hours = in_portugal(&days, "2026-11-23T16:00:00Z");
    assert_eq!(hours.len(), 1);
    let morning = vec![(540, 720)];
    let expected = [vec![(540, 720), (780, 1020)], morning.clone(), vec![], morning, vec![], vec![], vec![]];
    assert_eq!((hours[0].week.as_ref(), hours[0].open_now), (Some(&expected), Some(true)));
}

#[test]
fn past_schedules_are_not_shown_and_future_ones_are_not_open() {
    let day = |date: &str| date.parse::<NaiveDate>().ok();
    let past = ScheduleRow { valid_to: day("2026-11-22"), ..schedule("24/7") };
    let future = ScheduleRow { valid_from: day("2026-12-01"), ..schedule("24/7") };
    let hours = in_portugal(&[past, future], "2026-11-23T10:00:00Z");
    assert_eq!((hours.len(), hours[0].open_now), (1, None));
}

#[test]
fn what_forms_send_without_meaning_it_is_unknown() {
    for rule in ["Mo 08:30", "Mo 14:00-14:00", "Mo 09:00-12:00-14:00"] {
        let hours = in_portugal(&[schedule(rule)], "2026-11-23T14:00:00Z");
        assert_eq!((hours[0].week.as_ref(), hours[0].open_now, hours[0].rule.as_deref()), (None, None, Some(rule)));
        assert_eq!(as_rule(&[schedule(rule)]), None, "{rule}");
    }
}

#[test]
fn seasons_become_one_rule() {
    let day = |date: &str| date.parse::<NaiveDate>().ok();
    let summer = ScheduleRow {
        valid_from: day("2026-06-15"),
        valid_to: day("2026-09-15"),
        ..schedule("Mo-Fr 08:00-13:00; Sa off")
    };
    let winter = ScheduleRow { valid_from: day("2026-09-16"), ..schedule("Mo-Fr 09:00-17:00") };
    let rule = as_rule(&[summer.clone(), winter]).unwrap();
    assert_eq!(
        rule,
        "2026 Jun 15-2026 Sep 15 Mo-Fr 08:00-13:00; 2026 Jun 15-2026 Sep 15 Sa off; \
         2026 Sep 16-2099 Dec 31 Mo-Fr 09:00-17:00"
    );
    for (time, open) in [
        ("2026-07-06T14:00:00Z", false),
        ("2026-07-06T11:00:00Z", true),
        ("2026-11-23T16:00:00Z", true),
        ("2026-06-08T10:00:00Z", false),
    ] {
        assert_eq!(in_portugal(&[schedule(&rule)], time)[0].open_now, Some(open), "{time}");
    }
    // Dates cannot be put before what has its own.
    let odd = ScheduleRow { opening_hours: Some("Jun-Sep Mo 09:00-12:00".into()), ..summer };
    assert_eq!(as_rule(&[odd]), None);
}

#[test]
fn recurrences_become_the_rule_that_the_index_evaluates() {
    let days = [
        recurring("FREQ=WEEKLY;BYDAY=MO", "09:00", "12:00"),
        recurring("FREQ=WEEKLY;BYDAY=MO,SA", "20:00", "02:00"),
        recurring("FREQ=YEARLY", "09:00", "12:00"),
    ];
    let rule = as_rule(&days).unwrap();
    assert_eq!(rule, "Mo 09:00-12:00,20:00-26:00; Sa 20:00-26:00");
    assert_eq!(in_portugal(&[schedule(&rule)], "2026-11-24T01:00:00Z")[0].open_now, Some(true));
    assert_eq!(as_rule(&[schedule("24/7"), days[0].clone()]).as_deref(), Some("24/7"));
    assert_eq!(as_rule(&[]), None);
}

#[test]
fn of_what_no_week_can_show_the_coming_days_are_told() {
    let days = |rule: &str, time: &str| {
        let read = in_portugal(&[schedule(rule)], time).remove(0);
        (read.week.is_none(), read.days.iter().map(|(day, spans)| (day.to_string(), spans.clone())).collect::<Vec<_>>())
    };
    let on = |day: &str, from, to| (day.to_owned(), vec![(from, to)]);
    let (no_week, first_and_third) = days("Th[1,3] 15:00-17:00; PH off", "2026-11-23T10:00:00Z");
    assert!(no_week);
    assert_eq!(first_and_third[..2], [on("2026-12-03", 900, 1020), on("2026-12-17", 900, 1020)]);
    let (_, season) = days("Sep 15-Jun 20: We 14:30-17:30; PH off", "2026-11-25T15:00:00Z");
    assert_eq!((season.len(), &season[0]), (7, &on("2026-11-25", 870, 1050)), "also what has begun");
    let (_, night) = days("Nov 20-30: Fr 22:00-02:00", "2026-11-23T10:00:00Z");
    assert_eq!(night, [on("2026-11-27", 1320, 1560)], "a night is of the day it begins on");
    assert_eq!(days("Mo-Fr 09:00-17:00", "2026-11-23T10:00:00Z"), (false, vec![]), "a week says it all");
    let ends = ScheduleRow {
        valid_from: NaiveDate::from_ymd_opt(2027, 12, 1),
        valid_to: NaiveDate::from_ymd_opt(2027, 12, 10),
        ..schedule("Th[1,3] 15:00-17:00")
    };
    let read = in_portugal(&[ends], "2026-11-18T10:00:00Z").remove(0);
    assert_eq!(read.days, [(NaiveDate::from_ymd_opt(2027, 12, 2).unwrap(), vec![(900, 1020)])], "while it is in force");
    assert_eq!(days("by appointment, ask us", "2026-11-23T10:00:00Z").1, []);
}

/// Days ahead, minute and weekday of the next change.
fn next(schedules: &[ScheduleRow], time: &str) -> Option<(u8, u16, u8)> {
    in_portugal(schedules, time)[0].changes.map(|change| (change.days_ahead, change.minute, change.weekday))
}

#[test]
fn when_it_closes_or_opens_again_is_known_for_a_week() {
    let weekly = |day, from, to| recurring(&format!("FREQ=WEEKLY;BYDAY={day}"), from, to);
    for (rules, time, expected) in [
        (vec![schedule("Mo-Fr 09:00-12:30,14:00-17:00; PH off")], "2026-11-23T10:00:00Z", Some((0, 750, 0))),
        (vec![schedule("Mo-Fr 09:00-12:30,14:00-17:00; PH off")], "2026-11-23T13:00:00Z", Some((0, 840, 0))),
        (vec![schedule("Mo-Fr 09:00-17:00; PH off")], "2026-11-27T18:00:00Z", Some((3, 540, 0))),
        // The eighth of December is a holiday.
        (vec![schedule("Mo-Fr 09:00-17:00; PH off")], "2026-12-07T18:00:00Z", Some((2, 540, 2))),
        (vec![schedule("Su 22:00-06:00")], "2026-11-23T05:00:00Z", Some((0, 360, 0))),
        (vec![schedule("24/7")], "2026-11-23T05:00:00Z", None),
        (vec![schedule("2030 Mo-Fr 09:00-17:00")], "2026-11-23T05:00:00Z", None),
        (vec![weekly("SU", "22:00", "06:00")], "2026-11-23T05:00:00Z", Some((0, 360, 0))),
        (
            vec![weekly("MO", "09:00", "17:00"), weekly("TU", "09:00", "17:00")],
            "2026-11-23T18:00:00Z",
            Some((1, 540, 1)),
        ),
        (
            vec![weekly("MO", "09:00", "24:00"), weekly("TU", "00:00", "05:00")],
            "2026-11-23T18:00:00Z",
            Some((1, 300, 1)),
        ),
        (vec![recurring("FREQ=DAILY", "00:00", "24:00")], "2026-11-23T18:00:00Z", None),
        (vec![weekly("MO", "09:00", "17:00")], "2026-11-23T18:00:00Z", Some((7, 540, 0))),
    ] {
        assert_eq!(next(&rules, time), expected, "{:?} {:?} at {time}", rules[0].opening_hours, rules[0].rrule);
    }
}
