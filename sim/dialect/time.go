package dialect

import "time"

// isoLayout is ISO 8601 with an offset, in UTC "+00:00" and never "Z" (docs 001, 002, 004).
const isoLayout = "2006-01-02T15:04:05-07:00"

// ist is Indian Standard Time. It has had no other offset since 1945, so no zone database is asked.
func ist() *time.Location { return time.FixedZone("IST", 5*3600+1800) }

// isoTime is a time of the exobridge generation: ISO 8601 in +05:30, whatever the tenant's zone (docs 002, 004). The
// zero time is null, which is how an allocation that never expires is written (assumed).
func isoTime(t time.Time) *string { return stamp(t, ist(), isoLayout) }

// plainTime is a time of the classic and current generations, in the tenant's zone (public). The zero time is null.
func (d Dialect) plainTime(t time.Time) *string { return stamp(t, d.zone(), time.DateTime) }

// stamp writes a time, parts of a second dropped. The zero time is nil.
func stamp(t time.Time, zone *time.Location, layout string) *string {
	if t.IsZero() {
		return nil
	}
	s := t.In(zone).Format(layout)
	return &s
}

// zone is the tenant's, of which exobridge knows nothing. It is made when a time is written, since most answers write
// none.
func (d Dialect) zone() *time.Location {
	if d.utc && d.generation != Exobridge {
		return time.UTC
	}
	return ist()
}
