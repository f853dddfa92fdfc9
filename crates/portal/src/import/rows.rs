use super::{
    chunk::Chunk,
    plan::{Action, Plan, PlannedOrganisation, PlannedService, Write},
};
use crate::{Error, Ids, slugs::slug};
use chrono::{DateTime, Utc};
use model::{
    Cost, Status,
    record::{LocationRecord, PhoneRecord, ScheduleRecord},
};
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Makes the rows of chunks, one after the other.
pub struct Maker<'a> {
    pub plan: &'a Plan,
    pub ids: &'a Ids,
    pub source_id: Uuid,
    pub now: DateTime<Utc>,
    /// Ids of what stands already, kept over an update: other platforms know them.
    pub service_at_locations: HashMap<(Uuid, Uuid), Uuid>,
    /// Places written by an earlier chunk of this run.
    pub written: HashSet<Uuid>,
}

#[derive(Default)]
struct Owner {
    organisation: Option<Uuid>,
    service: Option<Uuid>,
    location: Option<Uuid>,
    service_at_location: Option<Uuid>,
}

impl Maker<'_> {
    pub fn chunk(&mut self, writes: &[Write<'_>]) -> Result<Chunk, Error> {
        let mut chunk = Chunk { at: self.now, ..Chunk::default() };
        for write in writes {
            match write {
                Write::Organisation(organisation) => self.organisation(&mut chunk, organisation)?,
                Write::Return(id) => {
                    chunk.returned_organisations.push(*id);
                    self.changed(&mut chunk, "organisation", *id);
                }
                Write::Service(service) => self.service(&mut chunk, service)?,
            }
        }
        Ok(chunk)
    }

    fn changed(&self, chunk: &mut Chunk, kind: &str, id: Uuid) {
        chunk.changes.row().text(kind).uuid(id).time(Some(self.now)).end();
    }

    fn organisation(&mut self, chunk: &mut Chunk, planned: &PlannedOrganisation) -> Result<(), Error> {
        let PlannedOrganisation { id, record, hash, action } = planned;
        let rows = if *action == Action::Update {
            chunk.updated_organisations.push(*id);
            &mut chunk.changed_organisations
        } else {
            &mut chunk.organisations
        };
        rows.row()
            .uuid(*id)
            .text(record.kind.as_str())
            .text(record.status.unwrap_or(Status::Active).as_str())
            .text(&slug(record.name.source_value(), "organisation"))
            .languages(Some(&record.name))?
            .optional(record.alternate_name.as_deref())
            .languages(record.summary.as_ref())?
            .languages(record.description.as_ref())?
            .optional(record.website.as_deref())
            .optional(record.email.as_deref())
            .optional(record.legal_status.as_deref())
            .optional_plain(record.year_incorporated)
            .array(&record.expertise)
            .json(&record.identifiers)?
            .uuid(self.source_id)
            .text(&record.source_id)
            .bytes(hash)
            .optional(record.source_url.as_deref())
            .time(record.assured_at)
            .plain(record.stand_in)
            .time(Some(self.now))
            .time(Some(self.now))
            .end();
        self.changed(chunk, "organisation", *id);
        self.phones(chunk, &record.phones, Owner { organisation: Some(*id), ..Owner::default() })?;
        for place in &record.locations {
            self.location(chunk, place)?;
        }
        Ok(())
    }

    fn service(&mut self, chunk: &mut Chunk, planned: &PlannedService) -> Result<(), Error> {
        let PlannedService { id, record, hash, action, .. } = planned;
        let rows = if *action == Action::Update {
            chunk.updated_services.push(*id);
            &mut chunk.changed_services
        } else {
            &mut chunk.services
        };
        rows.row()
            .uuid(*id)
            .uuid(planned.organisation_id)
            .text(record.kind.as_str())
            .text(record.status.unwrap_or(Status::Active).as_str())
            .text(&slug(record.name.source_value(), "service"))
            .languages(Some(&record.name))?
            .optional(record.alternate_name.as_deref())
            .languages(record.summary.as_ref())?
            .languages(record.description.as_ref())?
            .languages(record.eligibility.as_ref())?
            .optional_plain(record.minimum_age)
            .optional_plain(record.maximum_age)
            .languages(record.application_process.as_ref())?
            .languages(record.wait_time.as_ref())?
            .languages(record.interpretation.as_ref())?
            .text(record.cost.unwrap_or(Cost::Unknown).as_str())
            .languages(record.fees.as_ref())?
            .array(&record.languages)
            .array(record.formats.iter().map(|format| format.as_str()))
            .optional(record.website.as_deref())
            .optional(record.email.as_deref())
            .date(record.starts_on)
            .date(record.ends_on)
            .uuid(self.source_id)
            .text(&record.source_id)
            .bytes(hash)
            .optional(record.source_url.as_deref())
            .time(record.assured_at)
            .time(Some(self.now))
            .time(Some(self.now))
            .end();
        self.changed(chunk, "service", *id);
        chunk.records.push(record.source_id.clone());
        for branch in &planned.branches {
            chunk.merged.row().uuid(self.source_id).text(branch).uuid(*id).end();
            chunk.records.push(branch.clone());
        }
        for need in &record.needs {
            chunk.needs.row().uuid(*id).text(need).end();
        }
        for audience in &record.audiences {
            chunk.audiences.row().uuid(*id).text(audience).end();
        }
        for term in &record.source_terms {
            chunk.terms.row().uuid(*id).text(&term.vocabulary).text(&term.code).optional(term.label.as_deref()).end();
        }
        for territory in &record.coverage {
            chunk.territories.row().uuid(*id).text(territory).end();
        }
        for (position, document) in record.required_documents.iter().enumerate() {
            chunk.documents.row().uuid(*id).plain(position).languages(Some(document))?.end();
        }
        for (position, cost) in record.cost_options.iter().enumerate() {
            let amount = cost.amount.map(|amount| format!("{amount:.2}"));
            (chunk.costs.row().uuid(*id).plain(position).optional(cost.option.as_deref()).optional_plain(amount))
                .optional(cost.currency.as_deref())
                .optional(cost.description.as_deref())
                .end();
        }
        for (position, contact) in record.contact_points.iter().enumerate() {
            (chunk.contact_points.row().uuid(self.uuid()).uuid(*id).plain(position).optional(contact.name.as_deref()))
                .optional(contact.title.as_deref())
                .optional(contact.department.as_deref())
                .optional(contact.email.as_deref())
                .end();
        }
        self.phones(chunk, &record.phones, Owner { service: Some(*id), ..Owner::default() })?;
        for (position, place) in record.places.iter().enumerate() {
            let Some(location) = self.location(chunk, &place.location)? else { continue };
            let at = self.service_at_locations.get(&(*id, location)).copied().unwrap_or_else(|| self.uuid());
            chunk.service_at_locations.row().uuid(at).uuid(*id).uuid(location).plain(position).end();
            self.schedules(chunk, &place.schedules, None, Some(at))?;
            self.phones(chunk, &place.phones, Owner { service_at_location: Some(at), ..Owner::default() })?;
        }
        Ok(())
    }

    /// Writes a place once per run. Returns its row.
    fn location(&mut self, chunk: &mut Chunk, place: &LocationRecord) -> Result<Option<Uuid>, Error> {
        let Some((id, action)) = self.plan.locations.get(&place.source_id).copied() else { return Ok(None) };
        if !self.written.insert(id) {
            return Ok(Some(id));
        }
        let rows = if action == Action::Update {
            chunk.updated_locations.push(id);
            &mut chunk.changed_locations
        } else {
            &mut chunk.locations
        };
        rows.row()
            .uuid(id)
            .optional_plain(self.plan.owners.get(&place.source_id))
            .text(place.kind.as_str())
            .languages(place.name.as_ref())?
            .optional(place.street.as_deref())
            .optional(place.extra.as_deref())
            .optional(place.postal_code.as_deref())
            .optional(place.locality.as_deref())
            .optional(place.region.as_deref())
            .optional(place.country.as_deref())
            .optional_plain(place.latitude)
            .optional_plain(place.longitude)
            .optional(place.territory.as_deref())
            .optional(place.time_zone.as_deref())
            .array(place.accessibility.iter().map(|feature| feature.as_str()))
            .languages(place.accessibility_note.as_ref())?
            .languages(place.transport.as_ref())?
            .uuid(self.source_id)
            .text(&place.source_id)
            .end();
        self.schedules(chunk, &place.schedules, Some(id), None)?;
        self.phones(chunk, &place.phones, Owner { location: Some(id), ..Owner::default() })?;
        Ok(Some(id))
    }

    fn schedules(
        &self,
        chunk: &mut Chunk,
        schedules: &[ScheduleRecord],
        location: Option<Uuid>,
        service_at_location: Option<Uuid>,
    ) -> Result<(), Error> {
        for (position, schedule) in schedules.iter().enumerate() {
            (chunk.schedules.row().uuid(self.uuid()).optional_plain(location).optional_plain(service_at_location))
                .plain(position)
                .optional(schedule.opening_hours.as_deref())
                .optional(schedule.rrule.as_deref())
                .optional(schedule.opens_at.as_deref())
                .optional(schedule.closes_at.as_deref())
                .date(schedule.valid_from)
                .date(schedule.valid_to)
                .languages(schedule.note.as_ref())?
                .end();
        }
        Ok(())
    }

    fn phones(&self, chunk: &mut Chunk, phones: &[PhoneRecord], owner: Owner) -> Result<(), Error> {
        for (position, phone) in phones.iter().enumerate() {
            (chunk.phones.row().uuid(self.uuid()).optional_plain(owner.organisation).optional_plain(owner.service))
                .optional_plain(owner.location)
                .optional_plain(owner.service_at_location)
                .plain(position)
                .text(&phone.number)
                .optional(phone.extension.as_deref())
                .text(phone.kind.as_str())
                .languages(phone.description.as_ref())?
                .array(&phone.languages)
                .end();
        }
        Ok(())
    }

    fn uuid(&self) -> Uuid {
        self.ids.uuid(self.now)
    }
}
