package main

import (
	"encoding/hex"
	"fmt"
	"math"
	"math/rand"
	"strconv"
	"strings"

	"github.com/prometheus/prometheus/model/histogram"
	"github.com/prometheus/prometheus/model/value"
	"github.com/prometheus/prometheus/tsdb/chunkenc"
)

func ints(v []int64) string {
	var s []string
	for _, x := range v {
		s = append(s, strconv.FormatInt(x, 10))
	}
	return strings.Join(s, ",")
}
func bits(v []float64) string {
	var s []string
	for _, x := range v {
		s = append(s, fmt.Sprintf("%016x", math.Float64bits(x)))
	}
	return strings.Join(s, ",")
}
func spans(v []histogram.Span) string {
	var s []string
	for _, x := range v {
		s = append(s, fmt.Sprintf("%d:%d", x.Offset, x.Length))
	}
	return strings.Join(s, ",")
}
func printH(verb string, t int64, h *histogram.FloatHistogram) {
	fmt.Printf("%s t=%d hint=%d schema=%d threshold=%016x zero=%016x count=%016x sum=%016x pspans=%s pbuckets=%s nspans=%s nbuckets=%s custom=%s\n",
		verb, t, h.CounterResetHint, h.Schema, math.Float64bits(h.ZeroThreshold), math.Float64bits(h.ZeroCount), math.Float64bits(h.Count), math.Float64bits(h.Sum),
		spans(h.PositiveSpans), bits(h.PositiveBuckets), spans(h.NegativeSpans), bits(h.NegativeBuckets), bits(h.CustomValues))
}

// state of a generated series: sparse counts by bucket index
type gen struct {
	r        *rand.Rand
	pos, neg map[int]int64
	zero     int64
	sum      float64
	schema   int32
	zt       float64
	custom   []float64
	frac     float64
}

func layout(m map[int]int64, keepZero bool) ([]histogram.Span, []int64) {
	var sp []histogram.Span
	var out []int64
	last := 0
	prev := int64(0)
	first := true
	for i := -60; i < 60; i++ {
		v, ok := m[i]
		if !ok || (v == 0 && !keepZero) {
			continue
		}
		off := i - last
		if first {
			off = i
		}
		if !first && off == 0 {
			sp[len(sp)-1].Length++
		} else {
			sp = append(sp, histogram.Span{Offset: int32(off), Length: 1})
		}
		first = false
		last = i + 1
		out = append(out, v-prev)
		prev = v
	}
	return sp, out
}
func (g *gen) hist(keepZero bool) *histogram.Histogram {
	h := &histogram.Histogram{Schema: g.schema, ZeroThreshold: g.zt, ZeroCount: uint64(g.zero), Sum: g.sum, CustomValues: g.custom}
	h.PositiveSpans, h.PositiveBuckets = layout(g.pos, keepZero)
	h.NegativeSpans, h.NegativeBuckets = layout(g.neg, keepZero)
	var c int64 = g.zero
	for _, v := range g.pos {
		c += v
	}
	for _, v := range g.neg {
		c += v
	}
	h.Count = uint64(c)
	return h
}

func run(name string, seed int64, float, gauge, custom bool, n int) {
	fmt.Printf("SERIES %s float=%v\n", name, float)
	r := rand.New(rand.NewSource(seed))
	g := &gen{r: r, pos: map[int]int64{}, neg: map[int]int64{}, schema: int32(r.Intn(9) - 2), zt: []float64{0, math.Ldexp(1, -128), 0.001, 1, 1024, 2048}[r.Intn(6)]}
	if custom {
		g.schema, g.zt = histogram.CustomBucketsSchema, 0
		g.custom = []float64{-1, 0, 0.005, 0.01, 0.1, 1.0 / 3, 1, 33554.430, 33554.431, 1e9}
	}
	var cur chunkenc.Chunk
	var app chunkenc.Appender
	flush := func() {
		if cur != nil {
			fmt.Printf("CHUNK %d %s\n", cur.Encoding(), hex.EncodeToString(cur.Bytes()))
		}
	}
	t := int64(1700000000137)
	for i := 0; i < n; i++ {
		t += 15000 + int64(r.Intn(3)-1)*int64(r.Intn(2))*int64(r.Intn(5))
		// mutate
		for k := 0; k < r.Intn(6); k++ {
			idx := r.Intn(20) - 5
			if custom {
				idx = r.Intn(len(g.custom) + 1)
			}
			g.pos[idx] += int64(r.Intn(1 << uint(r.Intn(12))))
		}
		if !custom && r.Intn(3) == 0 {
			g.neg[r.Intn(8)-4] += int64(r.Intn(100))
			g.zero += int64(r.Intn(3))
		}
		if gauge && r.Intn(4) == 0 {
			for k := range g.pos {
				if r.Intn(4) == 0 {
					delete(g.pos, k)
				}
				break
			}
		}
		g.sum += r.NormFloat64() * 10
		keep := r.Intn(4) > 0
		event := r.Intn(60)
		if event == 0 { // counter reset
			g.pos, g.neg, g.zero = map[int]int64{r.Intn(5): 3}, map[int]int64{}, 0
		}
		if event == 1 && !custom {
			g.schema = int32(r.Intn(9) - 2)
			g.pos, g.neg, g.zero = map[int]int64{1: 3}, map[int]int64{}, 0
		}
		if event == 3 && custom {
			g.custom = append(append([]float64{}, g.custom...), g.custom[len(g.custom)-1]*2)
		}
		h := g.hist(keep)
		if gauge {
			h.CounterResetHint = histogram.GaugeType
		}
		if event == 2 {
			h.CounterResetHint = histogram.CounterReset
		}
		if event == 4 || event == 5 {
			h = &histogram.Histogram{Sum: math.Float64frombits(value.StaleNaN)}
			if gauge {
				h.CounterResetHint = histogram.GaugeType
			}
		}
		var fh *histogram.FloatHistogram
		if float {
			fh = h.ToFloat(nil)
			if event != 4 && event != 5 {
				for k := range fh.PositiveBuckets {
					fh.PositiveBuckets[k] *= 1.25
				}
				fh.Count *= 1.25
			}
		}
		cut := cur == nil || cur.NumSamples() >= 40
		verb := "APPEND"
		var prev chunkenc.Appender
		if cut {
			flush()
			verb = "CUT"
			if cur == nil {
				verb = "FIRST"
			}
			prev = app
			if float {
				cur = chunkenc.NewFloatHistogramChunk()
			} else {
				cur = chunkenc.NewHistogramChunk()
			}
			app, _ = cur.Appender()
		}
		if float {
			printH(verb, t, fh)
		} else {
			printH(verb, t, h.ToFloat(nil))
		}
		var c chunkenc.Chunk
		var rec bool
		var err error
		if float {
			c, rec, app, err = app.AppendFloatHistogram(prev, 0, t, fh, false)
		} else {
			c, rec, app, err = app.AppendHistogram(prev, 0, t, h, false)
		}
		if err != nil {
			panic(err)
		}
		if c != nil {
			if !rec {
				flush()
				fmt.Println("REFUSED")
			}
			cur = c
		}
	}
	flush()
}

func floats(name string, seed int64, next func(r *rand.Rand, v float64) float64, step func(r *rand.Rand) int64) {
	fmt.Printf("SERIES %s float=true\n", name)
	r := rand.New(rand.NewSource(seed))
	c := chunkenc.NewXORChunk()
	app, _ := c.Appender()
	t, v := int64(1700000000137), 0.0
	for i := 0; i < 150; i++ {
		t += step(r)
		v = next(r, v)
		fmt.Printf("FLOAT t=%d value=%016x\n", t, math.Float64bits(v))
		app.Append(0, t, v)
	}
	fmt.Printf("CHUNK %d %s\n", c.Encoding(), hex.EncodeToString(c.Bytes()))
}

func main() {
	regular := func(*rand.Rand) int64 { return 15000 }
	floats("constant", 1, func(*rand.Rand, float64) float64 { return 42 }, regular)
	floats("counter", 2, func(r *rand.Rand, v float64) float64 { return v + float64(r.Intn(1000)) }, regular)
	floats("bits", 3, func(r *rand.Rand, v float64) float64 { return math.Float64frombits(r.Uint64()) }, regular)
	floats("gaps", 4, func(r *rand.Rand, v float64) float64 { return v + float64(r.Intn(2)) },
		func(r *rand.Rand) int64 { return 1 + r.Int63n(int64(1)<<uint(r.Intn(31))) })
	floats("jitter", 5, func(r *rand.Rand, v float64) float64 { return v + float64(r.Intn(3)) },
		func(r *rand.Rand) int64 { return 15000 + int64(r.Intn(11)-5) })
	run("counter-1", 1, false, false, false, 160)
	run("counter-2", 2, false, false, false, 160)
	run("gauge", 3, false, true, false, 120)
	run("custom", 4, false, false, true, 120)
	run("float-counter", 5, true, false, false, 160)
	run("float-gauge", 6, true, true, false, 120)
	run("float-custom", 7, true, false, true, 120)
}
