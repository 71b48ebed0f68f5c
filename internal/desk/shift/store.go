package shift

import (
	"context"
	"time"

	"secondline/internal/db"
	"secondline/internal/id"
	"secondline/internal/kit/errs"
)

// OfPeople reads when people work, as far as it matters between two moments. A
// roster of less than a week knows only its own days: ask for more where the
// next shift matters.
func OfPeople(ctx context.Context, h db.Handle, people []id.Person, from, to time.Time) (map[id.Person]Roster, error) {
	rosters, err := planned(ctx, h, people)
	if err != nil {
		return nil, err
	}
	marks, args := db.In(people)
	days, on := weekdays(from, to)
	args = append(append(args, on...), DayOf(from.AddDate(0, 0, -3)))
	shifts, err := db.All(ctx, h, scan, selectShift+`
		 WHERE s.person_id IN `+marks+` AND s.weekday IN `+days+` AND (s.until = '' OR s.until >= ?)
		 ORDER BY s.person_id, s.weekday, s.starts, s.id`, args...)
	if err != nil {
		return nil, errs.Wrap(err, "reading shifts")
	}
	for _, s := range shifts {
		r := rosters[s.Person]
		r.Shifts = append(r.Shifts, s)
		rosters[s.Person] = r
	}
	marks, args = db.In(people)
	exceptions, err := db.All(ctx, h, scanException, selectException+`
		 WHERE e.person_id IN `+marks+` AND e.to_at > ?
		 ORDER BY e.person_id, e.id`, append(args, db.At(from))...)
	for _, e := range exceptions {
		r := rosters[e.Person]
		r.Exceptions = append(r.Exceptions, e)
		rosters[e.Person] = r
	}
	return rosters, errs.Wrap(err, "reading exceptions to shifts")
}

// weekdays are those that may matter between two moments, in any time zone; a
// shift may have begun the day before.
func weekdays(from, to time.Time) (marks string, args []any) {
	if to.Sub(from) > 3*24*time.Hour {
		return db.In([]int{1, 2, 3, 4, 5, 6, 7})
	}
	var days []int
	for day := from.UTC().AddDate(0, 0, -2); !day.After(to.UTC().AddDate(0, 0, 1)) && len(days) < 7; day = day.AddDate(0, 0, 1) {
		days = append(days, weekday(day))
	}
	return db.In(days)
}

// planned begins a roster for each person, with since when they are planned.
func planned(ctx context.Context, h db.Handle, people []id.Person) (map[id.Person]Roster, error) {
	rosters := make(map[id.Person]Roster, len(people))
	zones := map[string]*time.Location{}
	marks, args := db.In(people)
	err := h.Each(ctx, func(r db.Row) error {
		var p id.Person
		var zone string
		var since Day
		if err := r.Scan(&p, &zone, db.Null(&since)); err != nil {
			return err
		}
		if zones[zone] == nil {
			at, err := time.LoadLocation(zone)
			if err != nil {
				return errs.Wrap(err, "finding the time zone "+zone)
			}
			zones[zone] = at
		}
		rosters[p] = Roster{Zone: zones[zone], Since: since}
		return nil
	}, `
		SELECT p.id, p.time_zone, (SELECT min(s.since) FROM shift s WHERE s.person_id = p.id)
		  FROM person p
		 WHERE p.id IN `+marks+`
		 ORDER BY p.id`, args...)
	return rosters, errs.Wrap(err, "reading who is planned")
}

const selectShift = `
		SELECT s.id, s.person_id, s.team_id, s.weekday, s.starts, s.ends, s.cycle, s.week, s.since, s.until
		  FROM shift s`

func scan(r db.Row) (Shift, error) {
	var s Shift
	return s, r.Scan(&s.ID, &s.Person, db.Null(&s.Team), &s.Weekday, &s.Starts, &s.Ends, &s.Cycle, &s.Week, &s.Since, &s.Until)
}

// Get returns a shift.
func Get(ctx context.Context, h db.Handle, key id.Shift) (Shift, error) {
	s, err := db.One(ctx, h, scan, selectShift+`
		 WHERE s.id = ?`, key)
	return s, missing(err, "There is no such shift.")
}

// Of lists the shifts of a person.
func Of(ctx context.Context, h db.Handle, p id.Person) ([]Shift, error) {
	all, err := db.All(ctx, h, scan, selectShift+`
		 WHERE s.person_id = ?
		 ORDER BY s.weekday, s.starts, s.id`, p)
	return all, errs.Wrap(err, "reading somebody's shifts")
}

// Insert saves a shift that was Checked.
func Insert(ctx context.Context, h db.Handle, s Shift) error {
	_, err := h.Exec(ctx, `
		INSERT INTO shift (id, person_id, team_id, weekday, starts, ends, cycle, week, since, until)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.ID, s.Person, db.NullID(s.Team), s.Weekday, s.Starts, s.Ends, s.Cycle, s.Week, s.Since, s.Until)
	if db.IsForeignKey(err) {
		return errs.Because(err, errs.Invalid, "There is no such team or person.")
	}
	return errs.Wrap(err, "saving a shift")
}

// End lets a shift hold up to a day; what was worked stays in the plan.
func End(ctx context.Context, h db.Handle, key id.Shift, last Day) error {
	_, err := h.Exec(ctx, `
		UPDATE shift
		   SET until = ?
		 WHERE id = ?`, last, key)
	return errs.Wrap(err, "ending a shift")
}

// Delete takes a shift out that never began to hold.
func Delete(ctx context.Context, h db.Handle, key id.Shift) error {
	_, err := h.Exec(ctx, `DELETE FROM shift WHERE id = ?`, key)
	return errs.Wrap(err, "taking a shift out")
}

const selectException = `
		SELECT e.id, e.person_id, e.kind, e.reason, e.from_at, e.to_at, e.note, e.swap_id
		  FROM shift_exception e`

func scanException(r db.Row) (Exception, error) {
	var e Exception
	return e, r.Scan(&e.ID, &e.Person, &e.Kind, &e.Reason, db.Into(&e.From), db.Into(&e.To), &e.Note, db.Null(&e.Swap))
}

// GetException returns an exception.
func GetException(ctx context.Context, h db.Handle, key id.Exception) (Exception, error) {
	e, err := db.One(ctx, h, scanException, selectException+`
		 WHERE e.id = ?`, key)
	return e, missing(err, "There is no such absence.")
}

// InsertException saves an exception that was Checked.
func InsertException(ctx context.Context, h db.Handle, e Exception) error {
	_, err := h.Exec(ctx, `
		INSERT INTO shift_exception (id, person_id, kind, reason, from_at, to_at, note, swap_id)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		e.ID, e.Person, e.Kind, e.Reason, db.At(e.From), db.At(e.To), e.Note, db.NullID(e.Swap))
	if db.IsForeignKey(err) {
		return errs.Because(err, errs.Invalid, "There is no such person.")
	}
	return errs.Wrap(err, "saving an exception")
}

// DeleteException takes an exception out of the plan.
func DeleteException(ctx context.Context, h db.Handle, key id.Exception) error {
	_, err := h.Exec(ctx, `DELETE FROM shift_exception WHERE id = ?`, key)
	return errs.Wrap(err, "taking an exception out")
}

const selectSwap = `
		SELECT s.id, s.from_person_id, s.to_person_id, s.from_at, s.to_at, s.back_from_at, s.back_to_at,
		       s.note, s.state, s.at, s.answered_at, s.version
		  FROM shift_swap s`

func scanSwap(r db.Row) (Swap, error) {
	var s Swap
	return s, r.Scan(&s.ID, &s.From, &s.To, db.Into(&s.FromAt), db.Into(&s.ToAt), db.Into(&s.BackFromAt), db.Into(&s.BackToAt),
		&s.Note, &s.State, db.Into(&s.At), db.Into(&s.AnsweredAt), &s.Version)
}

// GetSwap returns a swap.
func GetSwap(ctx context.Context, h db.Handle, key id.Swap) (Swap, error) {
	s, err := db.One(ctx, h, scanSwap, selectSwap+`
		 WHERE s.id = ?`, key)
	return s, missing(err, "There is no such swap.")
}

// SwapsOf lists the swaps that somebody asked for or was asked for, the newest
// first.
func SwapsOf(ctx context.Context, h db.Handle, p id.Person) ([]Swap, error) {
	all, err := db.All(ctx, h, scanSwap, selectSwap+`
		 WHERE s.from_person_id = ? OR s.to_person_id = ?
		 ORDER BY s.at DESC, s.id DESC
		 LIMIT 100`, p, p)
	return all, errs.Wrap(err, "reading somebody's swaps")
}

// InsertSwap saves a swap that was Checked.
func InsertSwap(ctx context.Context, h db.Handle, s Swap) error {
	_, err := h.Exec(ctx, `
		INSERT INTO shift_swap (id, from_person_id, to_person_id, from_at, to_at, back_from_at, back_to_at, note, state, at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		s.ID, s.From, s.To, db.At(s.FromAt), db.At(s.ToAt), db.At(s.BackFromAt), db.At(s.BackToAt), s.Note, s.State, db.At(s.At))
	if db.IsForeignKey(err) {
		return errs.Because(err, errs.Invalid, "There is no such person.")
	}
	return errs.Wrap(err, "saving a swap")
}

// AnswerSwap saves how a swap was answered, if nobody answered it meanwhile.
func AnswerSwap(ctx context.Context, h db.Handle, s Swap) error {
	n, err := h.Exec(ctx, `
		UPDATE shift_swap
		   SET state = ?, answered_at = ?, version = version + 1
		 WHERE id = ? AND version = ?`, s.State, db.At(s.AnsweredAt), s.ID, s.Version)
	if err == nil && n == 0 {
		return errs.New(errs.Stale, "Somebody answered the swap at the same moment; look again.")
	}
	return errs.Wrap(err, "answering a swap")
}

func missing(err error, sentence string) error {
	if errs.Is(err, errs.NotFound) {
		return errs.Because(err, errs.NotFound, "%s", sentence)
	}
	return err
}
