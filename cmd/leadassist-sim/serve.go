package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"leadassist-sim/fixtures"
	"leadassist-sim/openapi"
	"leadassist-sim/sim"
	"leadassist-sim/sim/control"
	"leadassist-sim/sim/dialect"
	"leadassist-sim/sim/rest"
)

// serveFlags are the flags of serve.
type serveFlags struct {
	addr, adminAddr, adminToken string
	world, auth, profile, clock string
	tlsCert, tlsKey, logLevel   string
	tlsSelfSigned               bool
	seed                        uint64
	journal                     int
	grace                       time.Duration
	seedSet, addrSet            bool
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
	c.announce(s, vendor.Addr(), tester.Addr(), secure != nil)
	return serveUntil(ctx, log, f.grace, door{"vendor", vendor, doors.vendor}, door{"control", tester, doors.control})
}

// check settles what the flags leave open and refuses what must not be.
func (f *serveFlags) check(getenv func(string) string) error {
	if port := getenv("PORT"); port != "" && !f.addrSet {
		f.addr = net.JoinHostPort("127.0.0.1", port)
	}
	host, _, err := net.SplitHostPort(f.adminAddr)
	if err != nil {
		return fmt.Errorf("--admin-addr: %w", err)
	}
	ip := net.ParseIP(host)
	if f.adminToken == "" && host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return fmt.Errorf("--admin-addr %s is not loopback: set --admin-token, or keep the tester's door on 127.0.0.1", f.adminAddr)
	}
	if f.auth != "" && f.auth != "open" && f.auth != "strict" {
		return fmt.Errorf("--auth is open or strict, not %q", f.auth)
	}
	if f.journal < 1 {
		return errors.New("--journal is at least 1")
	}
	return nil
}

// doors are the two surfaces.
type doors struct{ vendor, control http.Handler }

// raise builds the simulator and its doors. The documents load side by side: they are most of the start-up time.
func (f *serveFlags) raise(log *slog.Logger) (*sim.Sim, doors, error) {
	documents := make(chan map[string]*openapi.Document, 1)
	broken := make(chan error, 1)
	go func() {
		loaded, err := openapi.LoadAll()
		documents <- loaded
		broken <- err
	}()
	start, err := f.spec()
	loaded := <-documents
	if err := errors.Join(err, <-broken); err != nil {
		return nil, doors{}, err
	}
	s, err := sim.New(start)
	if err != nil {
		return nil, doors{}, err
	}
	metrics := control.NewMetrics()
	vendor, err := rest.New(s, loaded, rest.Options{Observe: func(e sim.Entry) { metrics.Observe(e); tell(log, e) }})
	if err != nil {
		return nil, doors{}, err
	}
	tester, err := control.New(s, loaded["control"], control.Options{
		Token: f.adminToken, Metrics: metrics.Handler(),
		Departed: func(operation, reason string) {
			log.Error("a reply of the control door left its document", "operation", operation, "reason", reason)
		},
	})
	return s, doors{vendor, tester}, err
}

// spec reads the world and lets the flags speak over it.
func (f *serveFlags) spec() (sim.Spec, error) {
	w, err := world(f.world)
	if err != nil {
		return sim.Spec{}, err
	}
	if f.auth != "" {
		w.Auth = f.auth
	}
	if f.clock != "" {
		w.Clock = f.clock
	}
	if f.seedSet {
		w.Seed = f.seed
	}
	if f.profile != "" {
		if _, err := dialect.ParseProfile(f.profile); err != nil {
			return sim.Spec{}, fmt.Errorf("--profile: %w", err)
		}
		w.Template.Profile = f.profile
		for i := range w.Tenants {
			w.Tenants[i].Profile = f.profile
		}
	}
	if w.Auth == "strict" && !credentialed(w) {
		return sim.Spec{}, errors.New("strict authentication needs a world file whose tenants have credentials: leadassist-sim init --from strict")
	}
	s, err := spec(w)
	s.Journal = f.journal
	return s, err
}

func credentialed(w fixtures.World) bool {
	for _, t := range w.Tenants {
		if len(t.Credentials) > 0 {
			return true
		}
	}
	return false
}

// logger writes text to a terminal and JSON lines elsewhere.
func (c *console) logger(level string) (*slog.Logger, error) {
	var l slog.Level
	if err := l.UnmarshalText([]byte(level)); err != nil {
		return nil, fmt.Errorf("--log-level is debug, info, warn or error, not %q", level)
	}
	options := &slog.HandlerOptions{Level: l}
	if file, ok := c.stderr.(*os.File); ok {
		if info, err := file.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			return slog.New(slog.NewTextHandler(file, options)), nil
		}
	}
	return slog.New(slog.NewJSONHandler(c.stderr, options)), nil
}

// tell logs an answered request: at debug level, or as an error when it was our own fault.
func tell(log *slog.Logger, e sim.Entry) {
	if len(e.Departures) > 0 {
		log.Error("fault of the simulator", "request", e.ID, "operation", e.Operation, "status", e.Status, "departures", e.Departures)
	}
	if log.Enabled(context.Background(), slog.LevelDebug) {
		log.Debug("request", "id", e.ID, "tenant", e.Tenant, "method", e.Method, "path", e.Path, "status", e.Status, "took", e.Took)
	}
}

func listen(flag, addr string, secure *tls.Config) (net.Listener, error) {
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", flag, err)
	}
	if secure != nil {
		return tls.NewListener(l, secure), nil
	}
	return l, nil
}

// announce prints where the doors are and one request to try.
func (c *console) announce(s *sim.Sim, vendor, tester net.Addr, secure bool) {
	scheme, insecure, user := "http", "", ""
	if secure {
		scheme, insecure = "https", " -k"
	}
	sid := "demo"
	if s.Strict() {
		user = ` -u "$USERNAME:$PASSWORD"`
		sid = s.Worlds()[0].Tenant().SID
	}
	body := `{"connection_id":"order-1","aparty_numbers":["+919812345678"],"bparty_numbers":["+919887654321"],"usage":"twoway","deallocation_policy":{"duration":"600s"}}`
	lines := []string{
		fmt.Sprintf("leadassist-sim %s", release),
		fmt.Sprintf("  vendor's door   %s://%s   (base URL for your client)", scheme, vendor),
		fmt.Sprintf("  tester's door   http://%s", tester),
		"try:",
		fmt.Sprintf("  curl -sS%s%s %s://%s/v1/tenants/%s/greenvn -H 'Content-Type: application/json' -d '%s'", insecure, user, scheme, vendor, sid, body),
	}
	_, _ = fmt.Fprintln(c.stdout, strings.Join(lines, "\n"))
}

// door is a listener and what stands behind it.
type door struct {
	name     string
	listener net.Listener
	handler  http.Handler
}

// serveUntil serves every door until the context ends, then lets requests in flight finish for the grace time. A door
// that falls over takes the others with it.
func serveUntil(told context.Context, log *slog.Logger, grace time.Duration, all ...door) error {
	ctx, stop := context.WithCancelCause(told)
	defer stop(nil)
	var group sync.WaitGroup
	servers := make([]*http.Server, 0, len(all))
	for _, d := range all {
		server := &http.Server{
			Handler: d.handler, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute,
			MaxHeaderBytes: 64 << 10, ErrorLog: slog.NewLogLogger(log.Handler(), slog.LevelDebug),
		}
		servers = append(servers, server)
		group.Go(func() {
			if err := server.Serve(d.listener); !errors.Is(err, http.ErrServerClosed) {
				stop(fmt.Errorf("%s door: %w", d.name, err))
			}
		})
	}
	<-ctx.Done()
	log.Info("stopping", "grace", grace)
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	for _, server := range servers {
		if err := server.Shutdown(limit); err != nil {
			log.Warn("requests in flight were cut off")
			_ = server.Close()
		}
	}
	group.Wait()
	if told.Err() != nil {
		return nil
	}
	return context.Cause(ctx)
}
