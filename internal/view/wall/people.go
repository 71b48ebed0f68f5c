package wall

import (
	"slices"
	"time"

	"secondline/internal/db"
	"secondline/internal/desk/routing"
	"secondline/internal/desk/shift"
	"secondline/internal/id"
)

// mostPeople is how many of a rung are looked at, and mostShown how many of them
// there is room for.
const (
	mostPeople = 200
	mostShown  = 5
	pips       = 5
)

// A Person is somebody of the board's rung who is at work.
type Person struct {
	Name     string // the first
	Initials string
	Hue      int    // 1 to 6, the same as in the console
	Presence string // here, busy, away
	Skill    string // what they know best
	Until    time.Time
	Back     time.Time // from a break
	Load     int       // of five
	Full     bool

	key      id.Person
	capacity int
}

// here counts who is there on every rung.
func (r *reading) here() error {
	return r.h.Each(r.ctx, func(row db.Row) error {
		var rank, n int
		if err := row.Scan(&rank, &n); err != nil {
			return err
		}
		if g := r.rung(rank); g != nil {
			g.Present = n
		}
		return nil
	}, `
		SELECT l.rank, count(DISTINCT p.id)
		  FROM level l
		  JOIN team t ON t.level_id = l.id
		  JOIN membership m ON m.team_id = t.id
		  JOIN person p ON p.id = m.person_id
		 WHERE t.archived_at IS NULL AND p.disabled_at IS NULL AND p.presence IN ('here', 'busy')
		 GROUP BY l.rank
		 ORDER BY l.rank`)
}

// people lists who of the board's rung is at work: present, and on shift.
func (r *reading) people() error {
	all, err := db.All(r.ctx, r.h, func(row db.Row) (Person, error) {
		var p Person
		err := row.Scan(&p.key, &p.Name, &p.Presence, &p.capacity, db.Into(&p.Back), db.Null(&p.Skill))
		p.Initials, p.Hue, p.Name = initials(p.Name), hue(p.Name), first(p.Name)
		return p, err
	}, `
		SELECT p.id, p.name, p.presence, p.capacity, p.back_at,
		       (SELECT s.name
		          FROM person_skill k
		          JOIN skill s ON s.id = k.skill_id
		         WHERE k.person_id = p.id AND k.grade > 0
		         ORDER BY k.grade DESC, s.path
		         LIMIT 1)
		  FROM person p
		 WHERE p.id IN (SELECT m.person_id
		                  FROM membership m
		                  JOIN team t ON t.id = m.team_id
		                  JOIN level l ON l.id = t.level_id
		                 WHERE l.rank = ? AND t.archived_at IS NULL)
		   AND p.disabled_at IS NULL AND p.presence <> 'off'
		 ORDER BY CASE p.presence WHEN 'away' THEN 1 ELSE 0 END, p.name_key, p.id
		 LIMIT ?`, r.board.Rank, mostPeople)
	if err != nil || len(all) == 0 {
		return err
	}
	keys := make([]id.Person, len(all))
	for i, p := range all {
		keys[i] = p.key
	}
	rosters, err := shift.OfPeople(r.ctx, r.h, keys, r.now, r.now.AddDate(0, 0, 8))
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(p Person) bool {
		on, _ := rosters[p.key].On(r.now)
		return !on
	})
	r.board.Present = len(all)
	if len(all) > mostShown {
		all = all[:mostShown]
	}
	for i, p := range all {
		if _, until := rosters[p.key].On(r.now); !until.IsZero() {
			all[i].Until = until.In(r.board.Now.Location())
		}
		if !p.Back.IsZero() {
			all[i].Back = p.Back.In(r.board.Now.Location())
		}
	}
	r.board.People = all
	return r.loads()
}

// loads counts what the listed people have in hand, as routing weighs it.
func (r *reading) loads() error {
	keys := make([]id.Person, len(r.board.People))
	for i, p := range r.board.People {
		keys[i] = p.key
	}
	marks, args := db.In(keys)
	hands := map[id.Person]routing.Hand{}
	err := r.h.Each(r.ctx, func(row db.Row) error {
		var p id.Person
		var priority, n int
		if err := row.Scan(&p, &priority, &n); err != nil {
			return err
		}
		hand := hands[p]
		hand[priority] += n
		hands[p] = hand
		return nil
	}, `
		SELECT t.assignee_id, t.priority, count(*)
		  FROM ticket t
		 WHERE t.assignee_id IN `+marks+` AND t.assignee_id IS NOT NULL
		   AND t.state IN ('new', 'open')
		 GROUP BY t.assignee_id, t.priority
		 ORDER BY t.assignee_id, t.priority`, args...)
	for i := range r.board.People {
		r.board.People[i].weigh(r.weights.Taken(hands[r.board.People[i].key]))
	}
	return err
}

// weigh turns hundredths of places into pips: none only for empty hands, all only
// for who is full.
func (p *Person) weigh(taken int) {
	whole := 100 * p.capacity
	switch {
	case taken >= whole:
		p.Load, p.Full = pips, true
	case taken > 0:
		p.Load = min(max(1, (taken*pips+whole/2)/whole), pips-1)
	}
}

func initials(name string) string {
	var out []rune
	begins := true
	for _, c := range name {
		if begins && c != ' ' {
			out = append(out, c)
		}
		begins = c == ' '
	}
	if len(out) > 2 {
		out = []rune{out[0], out[len(out)-1]}
	}
	return string(out)
}

// hue gives a name one of six tints, as the console does.
func hue(name string) int {
	h := uint32(0x811c9dc5)
	for _, c := range name {
		h = (h ^ uint32(c)) * 0x01000193
	}
	return int((h^h>>15)%6) + 1
}
