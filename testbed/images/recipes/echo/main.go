// Command whoami answers every request with what it received, in the format of traefik/whoami.
//
// It stands in for that image where no registry can be reached. Flags and output are those of traefik/whoami v1.11.0
// as far as this project uses them: --port, --name, plain text on every path, JSON on /api, /health.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"time"
)

// answer is the body of /api.
type answer struct {
	Hostname   string      `json:"hostname,omitempty"`
	IP         []string    `json:"ip,omitempty"`
	Headers    http.Header `json:"headers,omitempty"`
	URL        string      `json:"url,omitempty"`
	Host       string      `json:"host,omitempty"`
	Method     string      `json:"method,omitempty"`
	Name       string      `json:"name,omitempty"`
	RemoteAddr string      `json:"remoteAddr,omitempty"`
}

func main() {
	port := flag.String("port", fallback("WHOAMI_PORT_NUMBER", "80"), "port to listen on")
	name := flag.String("name", os.Getenv("WHOAMI_NAME"), "name to show in the answer")
	flag.Parse()

	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { writeText(w, r, *name) })
	http.HandleFunc("/api", func(w http.ResponseWriter, r *http.Request) { writeJSON(w, r, *name) })
	http.HandleFunc("/health", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusOK) })

	log.Printf("Starting up on port %s", *port)
	server := &http.Server{Addr: ":" + *port, ReadHeaderTimeout: 10 * time.Second}
	log.Fatal(server.ListenAndServe())
}

func writeText(w http.ResponseWriter, r *http.Request, name string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	if name != "" {
		fmt.Fprintln(w, "Name:", name)
	}
	hostname, _ := os.Hostname()
	fmt.Fprintln(w, "Hostname:", hostname)
	for _, ip := range addresses() {
		fmt.Fprintln(w, "IP:", ip)
	}
	fmt.Fprintln(w, "RemoteAddr:", r.RemoteAddr)
	// The request line and the headers as they came, in sorted order.
	if err := r.Write(w); err != nil {
		log.Print(err)
	}
}

func writeJSON(w http.ResponseWriter, r *http.Request, name string) {
	hostname, _ := os.Hostname()
	w.Header().Set("Content-Type", "application/json")
	err := json.NewEncoder(w).Encode(answer{
		Hostname: hostname, IP: addresses(), Headers: r.Header, URL: r.URL.RequestURI(),
		Host: r.Host, Method: r.Method, Name: name, RemoteAddr: r.RemoteAddr,
	})
	if err != nil {
		log.Print(err)
	}
}

func addresses() []string {
	var found []string
	all, err := net.InterfaceAddrs()
	if err != nil {
		return found
	}
	for _, address := range all {
		if network, ok := address.(*net.IPNet); ok {
			found = append(found, network.IP.String())
		}
	}
	return found
}

func fallback(variable, value string) string {
	if given := os.Getenv(variable); given != "" {
		return given
	}
	return value
}
