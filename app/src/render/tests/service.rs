//! The page of a service, and the form about its mistakes.

use super::*;

#[test]
fn a_service_for_a_sensitive_need_stays_out_of_titles() {
    let html = service_html(Locale::En, |service| {
        service.sensitive = true;
        service.name.value = "Shelter from violence".into();
    });
    let title = html.split("<title>").nth(1).unwrap().split("</title>").next().unwrap();
    assert!(!title.contains("Shelter"), "{title}");
    assert!(!html.contains("\"og:title\" content=\"Shelter"), "{html}");
    assert!(html.contains("<h1>Shelter from violence</h1>"), "{html}");
}

/// What a person asks of a service, in the order in which they ask.
#[test]
fn a_service_answers_in_the_order_of_the_questions() {
    let html = service_html(Locale::En, |_| {});
    let html = html.split("<main").nth(1).unwrap();
    let mut last = ("", 0);
    for answer in [
        "<h1>Food parcel</h1>",
        "Fresh and dry food",
        "Open now, until 13:00",
        "Praça do Giraldo 1, Évora",
        "href=\"tel:",
        "href=\"mailto:",
        "https://www.openstreetmap.org/directions",
        ">What it is<",
        ">Is it for me?<",
        ">When and where<",
        ">What to bring<",
        ">What it costs<",
        ">Languages spoken<",
        ">Accessibility of the place<",
        ">Who runs it<",
        "Last confirmed on",
        "Carta Social de Évora",
        "href=\"/en/services/01900000-0000-7000-8000-000000000000/report\"",
        ">Similar services<",
    ] {
        let at = html.find(answer).unwrap_or_else(|| panic!("{answer} is missing: {html}"));
        assert!(at > last.1, "{answer} stands before {}", last.0);
        last = (answer, at);
    }
}

#[test]
fn a_faulty_report_shows_each_fault_at_its_field() {
    let at = visit(Locale::En, "services/x/report", "");
    let html = rendered(&at, || reports::show(report_page(Locale::En), full_report(), Some(faults())));
    for part in ["id=\"kind-error\"", "id=\"text-error\"", "id=\"contact-error\"", "was not sent yet"] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(html.contains("&lt;/textarea&gt; said") && html.contains("value=\"0123\""), "{html}");
    assert_eq!(html.matches("aria-invalid=\"true\"").count(), 2, "{html}");
}

#[test]
fn a_service_can_be_called_and_written_to() {
    let html = service_html(Locale::En, |_| {});
    assert!(html.contains("href=\"tel:+351266000000\""), "{html}");
    assert!(html.contains("href=\"mailto:apoio@example.org\""), "{html}");
    assert!(html.contains("example.org/q/abc1234"), "{html}");
    assert!(html.contains("https://www.openstreetmap.org/?mlat=38.57100"), "{html}");
    assert!(html.contains("Monday to Thursday"), "{html}");
}
