package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"time"
)

const wait = 30 * time.Second

// A failure of a scenario travels as a panic with this type, so that a scenario reads as what it does.
type failure struct{ text string }

// scenario prints one JSON line for what `run` returned or failed with.
func scenario(name string, run func() string) {
	detail, ok := attempt(run)
	_ = json.NewEncoder(os.Stdout).Encode(map[string]any{"scenario": name, "ok": ok, "detail": detail})
}

func notOffered(name, reason string) {
	_ = json.NewEncoder(os.Stdout).Encode(map[string]any{"scenario": name, "skip": reason})
}

func attempt(run func() string) (detail string, ok bool) {
	defer func() {
		if failed := recover(); failed != nil {
			detail, ok = fmt.Sprint(failed), false
			if known, is := failed.(failure); is {
				detail = known.text
			}
		}
	}()
	return run(), true
}

func expect(isSo bool, format string, values ...any) {
	if !isSo {
		panic(failure{fmt.Sprintf(format, values...)})
	}
}

func same[T comparable](wanted, got T, what string) {
	expect(wanted == got, "%s: wanted %v, got %v", what, wanted, got)
}

func must(err error) {
	if err != nil {
		panic(failure{err.Error()})
	}
}

func must1[T any](value T, err error) T {
	must(err)
	return value
}

func refusedWith(wanted, err error) string {
	expect(errors.Is(err, wanted), "wanted %v, got %v", wanted, err)
	return wanted.Error()
}

// until asks again every 50 ms: for what another party reaches in its own time and announces by no event.
func until(isSo func() bool, what string) {
	for end := time.Now().Add(wait); !isSo(); time.Sleep(50 * time.Millisecond) {
		expect(time.Now().Before(end), "waited too long for %s", what)
	}
}
