package sqlstore

import "sync"

// unsure are ids of rows that this process may have claimed without hearing of it: it asked for them to be committed, and
// the connection was lost. They would be nobody's for as long as it lives, so the next claim gives them back. The zero
// value is ready.
type unsure[ID any] struct {
	mu  sync.Mutex
	ids []ID
}

// take returns them all, to one caller: another one must not give back what the first has claimed since.
func (u *unsure[ID]) take() []ID {
	u.mu.Lock()
	defer u.mu.Unlock()
	ids := u.ids
	u.ids = nil
	return ids
}

func (u *unsure[ID]) add(ids []ID) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.ids = append(u.ids, ids...)
}
