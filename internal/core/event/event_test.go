package event_test

import (
	"context"
	"sync"
	"testing"

	"secondline/internal/core/event"
	"secondline/internal/id"
)

func TestWhoListensHears(t *testing.T) {
	var b event.Bus
	ctx, stop := context.WithCancel(context.Background())
	one, two := b.Subscribe(ctx), b.Subscribe(context.Background())
	b.Publish(event.Event{ID: 1}, event.Event{ID: 2})
	for _, ch := range []<-chan *event.Event{one, two} {
		if a, b := <-ch, <-ch; a.ID != 1 || b.ID != 2 {
			t.Errorf("heard %d, %d", a.ID, b.ID)
		}
	}
	stop()
	if e, ok := <-one; ok {
		t.Errorf("who went away heard %+v", e)
	}
	b.Publish(event.Event{ID: 3})
	if e := <-two; e.ID != 3 {
		t.Errorf("who stayed heard %+v", e)
	}
}

func TestWhoFallsBehindIsCutOffAndNobodyWaits(t *testing.T) {
	var b event.Bus
	slow, quick := b.Subscribe(context.Background()), b.Subscribe(context.Background())
	for i := range 1000 {
		b.Publish(event.Event{ID: id.Entry(i + 1)})
		if e := <-quick; e.ID != id.Entry(i+1) {
			t.Fatalf("the quick one heard %d", e.ID)
		}
	}
	heard := 0
	for e := range slow { // it ends, since the channel is closed
		if heard++; e.ID != id.Entry(heard) {
			t.Fatalf("event %d came as number %d", e.ID, heard)
		}
	}
	if heard == 0 || heard == 1000 {
		t.Errorf("the slow one heard %d before it was cut off", heard)
	}
}

func TestComingAndGoingWhileOthersSpeak(t *testing.T) {
	var b event.Bus
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 100 {
				ctx, stop := context.WithCancel(context.Background())
				ch := b.Subscribe(ctx)
				b.Publish(event.Event{ID: 1})
				<-ch
				stop()
			}
		})
	}
	all.Wait()
}
