package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

// child is a server in a process of its own.
type child struct {
	role, url string
	cmd       *exec.Cmd
	started   time.Duration // from the start of the process to its first answer
	people    []member
	orders    orders

	mu       sync.Mutex
	approved map[string]bool // records of the pool that a transition has left so
}

// flip notes that a record of the pool goes to approved, or back to review.
func (c *child) flip(id string) (toApproved bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.approved[id] = !c.approved[id]
	return c.approved[id]
}

// prepare makes sure that a filled folder for a server exists, and copies it:
// every run begins with the same records.
func prepare(role, data string, rows int) (string, error) {
	seeded := filepath.Join(data, fmt.Sprintf("%s-%d", role, rows))
	if !isFilled(seeded, rows) {
		if err := os.RemoveAll(seeded); err != nil {
			return "", err
		}
		fmt.Fprintf(os.Stderr, "filling %s with %d records (kept in %s)\n", role, rows, seeded)
		cmd := command(role, seeded, rowsVariable+"="+strconv.Itoa(rows))
		if err := cmd.Run(); err != nil {
			return "", fmt.Errorf("fill %s: %w", role, err)
		}
		if err := markFilled(seeded, rows); err != nil {
			return "", err
		}
	}
	work := seeded + ".run"
	if err := os.RemoveAll(work); err != nil {
		return "", err
	}
	return work, os.CopyFS(work, os.DirFS(seeded))
}

func command(role, folder string, more ...string) *exec.Cmd {
	self, err := os.Executable()
	if err != nil {
		self = os.Args[0]
	}
	cmd := exec.Command(self)
	cmd.Env = append(os.Environ(), roleVariable+"="+role, folderVariable+"="+folder)
	cmd.Env = append(cmd.Env, more...)
	cmd.Stdout, cmd.Stderr = os.Stderr, os.Stderr
	return cmd
}

// start runs a server over a folder and waits for its first answer.
func start(role, folder string) (*child, error) {
	address, err := freeAddress()
	if err != nil {
		return nil, err
	}
	c := &child{role: role, url: "http://" + address, cmd: command(role, folder, addressVariable+"="+address), approved: map[string]bool{}}
	c.cmd.Stdout = nil
	begun := time.Now()
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	for deadline := begun.Add(time.Minute); ; time.Sleep(2 * time.Millisecond) {
		res, err := http.Get(c.url + "/api/health")
		if err == nil {
			res.Body.Close()
			break
		}
		if time.Now().After(deadline) {
			c.stop()
			return nil, fmt.Errorf("%s does not answer: %w", role, err)
		}
	}
	c.started = time.Since(begun)
	return c, c.ask("/bench/people", &c.people)
}

func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return l.Addr().String(), nil
}

// ask reads one answer of the control routes.
func (c *child) ask(path string, into any) error {
	res, err := http.Get(c.url + path)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s %s: %d %s", c.role, path, res.StatusCode, body)
	}
	return json.Unmarshal(body, into)
}

func (c *child) stop() {
	_ = c.cmd.Process.Signal(syscall.SIGTERM)
	done := make(chan struct{})
	go func() { _ = c.cmd.Wait(); close(done) }()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		_ = c.cmd.Process.Kill()
		<-done
	}
}

// counting runs fn and tells how many statements it cost the server.
func (c *child) counting(fn func()) (n int64) {
	_ = c.ask("/bench/counted/on", &n)
	fn()
	_ = c.ask("/bench/counted/off", &n)
	return n
}

// profile saves a CPU profile of the next seconds.
func (c *child) profile(file string, seconds int) error {
	res, err := http.Get(c.url + "/bench/profile?seconds=" + strconv.Itoa(seconds))
	if err != nil {
		return err
	}
	defer res.Body.Close()
	f, err := os.Create(file)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(f, res.Body)
	return err
}

// tick is what the kernel counts processor time in.
const tick = 10 * time.Millisecond

// processor is the time that the process has spent computing.
func (c *child) processor() time.Duration {
	line := c.table("stat")
	fields := strings.Fields(line[strings.LastIndexByte(line, ')')+1:])
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * tick
}

// peak is the most memory the process has had since the last forgetPeak, in MB.
func (c *child) peak() float64 {
	for line := range strings.Lines(c.table("status")) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return float64(kb) / 1024
		}
	}
	return 0
}

func (c *child) forgetPeak() {
	_ = os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", c.cmd.Process.Pid), []byte("5"), 0o200)
}

func (c *child) table(name string) string {
	data, _ := os.ReadFile(fmt.Sprintf("/proc/%d/%s", c.cmd.Process.Pid, name))
	return string(data)
}
