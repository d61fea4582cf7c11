package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"leadassist-sim/fixtures"
	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/callback"
	"leadassist-sim/sim/control"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/fault"
	"leadassist-sim/sim/rest"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	addr, adminAddr, adminToken string
	world, auth, profile, clock string
	tlsCert, tlsKey, logLevel   string
	callbackURL, faults         string
	callbackAllow               []string
	tlsSelfSigned, hostile      bool
	seed                        uint64
	journal                     int
	grace                       time.Duration
	seedSet, addrSet            bool
	vendorURL                   string              // once it listens
	settled                     fixtures.World      // the world with the flags over it
	words                       fault.Vocabulary    // what fault rules may name
	shelf                       []fixtures.Scenario // the ready ones
	own                         *fixtures.World     // instead of a file
}

// serve runs the simulator until it is told to stop.
func (c *console) serve() *cobra.Command {
	f := &serveFlags{grace: 5 * time.Second}
	cmd := &cobra.Command{
		Use: "serve", Short: "Run the simulator; prints both URLs and a curl line that works",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			f.seedSet, f.addrSet = cmd.Flags().Changed("seed"), cmd.Flags().Changed("addr")
			return c.run(cmd.Context(), f)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.addr, "addr", "127.0.0.1:8080", "the vendor's door; port 0 picks one (PORT sets the port)")
	flags.StringVar(&f.adminAddr, "admin-addr", "127.0.0.1:8081", "the tester's door; port 0 picks one")
	flags.StringVar(&f.adminToken, "admin-token", "", "bearer token of the tester's door; needed off loopback")
	flags.StringVar(&f.world, "world", "", "world file (default: the embedded open world)")
	flags.StringVar(&f.auth, "auth", "", "open or strict (default: the world's)")
	flags.StringVar(&f.profile, "profile", "", "auto, classic, current or exobridge, for every tenant (default: the world's)")
	flags.Uint64Var(&f.seed, "seed", 1, "seed of everything made up (default: the world's)")
	flags.StringVar(&f.clock, "clock", "", "real, frozen or frozen:RFC3339 (default: the world's)")
	flags.Var(&single{to: &f.faults}, "faults", "fault script, or the name of a ready scenario to begin with: "+strings.Join(fixtures.ScenarioNames(), ", "))
	_ = cmd.RegisterFlagCompletionFunc("faults", cobra.FixedCompletions(fixtures.ScenarioNames(), cobra.ShellCompDirectiveDefault))
	flags.StringVar(&f.callbackURL, "callback-url", "", "where events go whose own endpoint is not set; inbox keeps them (default: the world's)")
	flags.StringSliceVar(&f.callbackAllow, "callback-allow", nil, "hosts, addresses and networks off this machine and its private networks that events may go to")
	flags.BoolVar(&f.hostile, "hostile", false, "vary what clients must not rely on, for every tenant; leadassist-sim hostile lists it")
	flags.StringVar(&f.tlsCert, "tls-cert", "", "certificate file of the vendor's door")
	flags.StringVar(&f.tlsKey, "tls-key", "", "key file of the vendor's door")
	flags.BoolVar(&f.tlsSelfSigned, "tls-self-signed", false, "serve the vendor's door with a certificate made at start")
	flags.IntVar(&f.journal, "journal", sim.DefaultJournal, "requests remembered")
	flags.StringVar(&f.logLevel, "log-level", "info", "debug (every request), info, warn or error")
	return cmd
}

// run wires the rooms, listens, announces, and waits.
func (c *console) run(ctx context.Context, f *serveFlags) error {
	log, err := c.logger(f.logLevel)
	if err != nil {
		return err
	}
	if err := f.check(c.getenv); err != nil {
		return err
	}
	secure, err := f.tls()
	if err != nil {
		return err
	}
	s, doors, err := f.raise(log)
	if err != nil {
		return err
	}
	vendor, err := listen("--addr", f.addr, secure)
	if err != nil {
		return err
	}
	defer func() { _ = vendor.Close() }()
	tester, err := listen("--admin-addr", f.adminAddr, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tester.Close() }()
	f.vendorURL = vendorURL(vendor.Addr(), secure != nil)
	if err := c.announce(s, vendor.Addr(), tester.Addr(), secure != nil); err != nil {
		return err
	}
	go debug.FreeOSMemory() // loading the documents leaves more garbage than serving them needs
	last := func(limit context.Context) { finish(limit, log, s) }
	return serveUntil(ctx, log, ending{f.grace, last}, door{"vendor", vendor, doors.vendor, false}, door{"control", tester, doors.control, true})
}

// finish delivers what is due until the limit and reports what is given up.
func finish(limit context.Context, log *slog.Logger, s *sim.Sim) {
	for _, d := range s.Close(limit) {
		log.Warn("callback not delivered", "tenant", d.Labels.Tenant, "event", d.Event, "delivery", d.ID, "url", d.URL, "attempts", len(d.Attempts), "due", d.Due)
	}
}

// check settles what the flags leave open and refuses what must not be.
func (f *serveFlags) check(getenv func(string) string) error {
	if port := getenv("PORT"); port != "" && !f.addrSet {
		if _, err := strconv.ParseUint(port, 10, 16); err != nil {
			return fmt.Errorf("PORT is a port number, not %q", port)
		}
		f.addr = net.JoinHostPort("127.0.0.1", port)
	}
	host, _, err := net.SplitHostPort(f.adminAddr)
	if err != nil {
		return fmt.Errorf("--admin-addr: %w", err)
	}
	ip := net.ParseIP(host)
	if f.adminToken == "" && !strings.EqualFold(host, "localhost") && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("--admin-addr %s is not loopback: set --admin-token, or keep the tester's door on 127.0.0.1", f.adminAddr)
	}
	if f.auth != "" && f.auth != "open" && f.auth != "strict" {
		return fmt.Errorf("--auth is open or strict, not %q", f.auth)
	}
	if f.callbackURL != "" {
		if err := endpoint(f.callbackURL); err != nil {
			return err
		}
	}
	if f.journal < 1 {
		return errors.New("--journal is at least 1")
	}
	return nil
}

// doors are the two surfaces.
type doors struct{ vendor, control http.Handler }

// raise builds the simulator and its doors. The documents load side by side and beside the world: they are most of the
// start-up time.
func (f *serveFlags) raise(log *slog.Logger) (*sim.Sim, doors, error) {
	documents := make(chan map[string]*openapi.Document, 1)
	broken := make(chan error, 1)
	go func() {
		loaded, err := openapi.LoadAll()
		documents <- loaded
		broken <- err
	}()
	w, from, err := f.read()
	shelf, mistake := fixtures.Scenarios()
	loaded := <-documents
	if err := errors.Join(err, mistake, <-broken); err != nil {
		return nil, doors{}, err
	}
	f.shelf = shelf
	start, guard, err := f.spec(w, vocabulary(loaded))
	if err := from.place(err); err != nil {
		return nil, doors{}, err
	}
	metrics := control.NewMetrics()
	start.Render = inWords(log, start.Seed)
	start.Post = callback.NewPoster(guard, callback.Limits{}).Post
	start.Observe = func(h sim.Happening) { metrics.Attempted(h); attempted(log, h) }
	s, err := sim.New(start)
	if err != nil {
		return nil, doors{}, f.place(err)
	}
	d, err := f.doors(s, loaded, metrics, log)
	return s, d, err
}

// place tells what the simulator finds wrong with the rules of --faults by line and column: the world's were checked
// before.
func (f *serveFlags) place(err error) error {
	from, broken := open(f.faults)
	if broken != nil {
		return err
	}
	return from.place(err)
}

// doors puts the two surfaces on a simulator.
func (f *serveFlags) doors(s *sim.Sim, loaded map[string]*openapi.Document, metrics *control.Metrics, log *slog.Logger) (doors, error) {
	vendor, err := rest.New(s, loaded, rest.Options{Observe: func(e sim.Entry) { metrics.Observe(e); tell(log, e) }})
	if err != nil {
		return doors{}, err
	}
	tester, err := control.New(s, loaded["control"], control.Options{
		Token: f.adminToken, Metrics: metrics.Handler(), Render: render, Documents: loaded, Build: f.build,
		VendorURL: func() string { return f.vendorURL },
		Departed: func(operation, reason string) {
			log.Error("a reply of the control door left its document", "operation", operation, "reason", reason)
		},
	})
	return doors{vendor, tester}, err
}

// spec lets the flags speak over the world and gives it its fault scripts. The guard knows where events may go.
func (f *serveFlags) spec(w fixtures.World, v fault.Vocabulary) (sim.Spec, callback.Guard, error) {
	if err := f.over(&w); err != nil {
		return sim.Spec{}, callback.Guard{}, err
	}
	guard, err := callback.NewGuard(append(f.callbackAllow, hosts(w)...)...)
	if err != nil {
		return sim.Spec{}, guard, err
	}
	f.settled, f.words = w, v
	s, err := spec(w, v)
	if err != nil {
		return sim.Spec{}, guard, err
	}
	s.Journal = f.journal
	return s, guard, f.script(&s, v)
}

// script gives the simulator the ready scenarios, and what --faults says. A scenario of the file takes the place of a
// ready one of its name.
func (f *serveFlags) script(s *sim.Spec, v fault.Vocabulary) error {
	all, err := ready(f.shelf, v)
	if err != nil {
		return err
	}
	said, err := faults(f.faults, v)
	if err != nil {
		return err
	}
	for _, scenario := range said.Scenarios {
		all = slices.DeleteFunc(all, named(scenario.Name))
	}
	s.Scenarios, s.Faults, s.Active = append(all, said.Scenarios...), said.Rules, said.Activate
	return nil
}

// read gives the world that the flags name.
func (f *serveFlags) read() (fixtures.World, file, error) {
	if f.own != nil {
		return *f.own, file{}, nil
	}
	return world(f.world)
}

// over writes the flags over what the world file says.
func (f *serveFlags) over(w *fixtures.World) error {
	w.Auth = cmp.Or(f.auth, w.Auth)
	if f.clock != "" {
		if _, err := fixtures.ParseClock(f.clock); err != nil {
			return fmt.Errorf("--clock: %w", err)
		}
		w.Clock = f.clock
	}
	if f.seedSet {
		w.Seed = f.seed
	}
	if f.profile != "" {
		if _, err := dialect.ParseProfile(f.profile); err != nil {
			return fmt.Errorf("--profile: %w", err)
		}
	}
	f.overTenant(&w.Template)
	for i := range w.Tenants {
		f.overTenant(&w.Tenants[i])
	}
	return nil
}

func (f *serveFlags) overTenant(t *fixtures.Tenant) {
	t.Profile = cmp.Or(f.profile, t.Profile)
	t.Hostile = f.hostile || t.Hostile
	t.Callbacks.URL = cmp.Or(f.callbackURL, t.Callbacks.URL)
}
