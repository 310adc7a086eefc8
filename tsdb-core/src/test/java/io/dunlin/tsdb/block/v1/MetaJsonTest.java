package io.dunlin.tsdb.block.v1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dunlin.tsdb.block.BlockMeta;
import io.dunlin.tsdb.block.BlockMeta.Compaction;
import io.dunlin.tsdb.block.BlockMeta.Parent;
import io.dunlin.tsdb.block.BlockMeta.Stats;
import io.dunlin.tsdb.block.Ulid;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetaJsonTest {
    private static final Ulid ULID = Ulid.parse("01ARYZ6S41TSV4RRFFQ69G5FAV");

    @Test
    void writesWhatItReads() {
        Compaction compaction = new Compaction(
                2, List.of(ULID), true, List.of(new Parent(ULID, -1, 2)), true, List.of(Compaction.FROM_OUT_OF_ORDER));
        BlockMeta meta = new BlockMeta(ULID, -7_200_000, Long.MAX_VALUE, new Stats(6, 4, 2, 3, 5, 1), compaction);
        assertThat(MetaJson.read("meta.json", MetaJson.write(meta))).isEqualTo(meta);
    }

    @Test
    void writesAsPrometheusDoes() {
        BlockMeta meta = new BlockMeta(ULID, 0, 10, new Stats(1, 1, 0, 1, 1, 0), Compaction.first(ULID));
        assertThat(MetaJson.write(meta)).isEqualTo("""
                {
                	"ulid": "01ARYZ6S41TSV4RRFFQ69G5FAV",
                	"minTime": 0,
                	"maxTime": 10,
                	"stats": {
                		"numSamples": 1,
                		"numFloatSamples": 1,
                		"numSeries": 1,
                		"numChunks": 1
                	},
                	"compaction": {
                		"level": 1,
                		"sources": [
                			"01ARYZ6S41TSV4RRFFQ69G5FAV"
                		]
                	},
                	"version": 1
                }""");
    }

    @Test
    void skipsWhatOthersAdd() {
        String text = """
                {"version":1,"ulid":"01ARYZ6S41TSV4RRFFQ69G5FAV","minTime":1,"maxTime":2,"stats":{},
                "compaction":{"level":1},"thanos":{"labels":{"a":"\\u00e4\\n"},"downsample":{"resolution":0.5},
                "files":[{"rel_path":"index"},null,true]}}""";
        assertThat(MetaJson.read("meta.json", text).maxTime()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{}",
                "{\"version\":2}",
                "{\"version\":1,\"ulid\":\"x\"}",
                "{\"version\":1,\"ulid\":\"01ARYZ6S41TSV4RRFFQ69G5FAV\",\"minTime\":\"0\"}",
                "{\"version\":1,\"ulid\":\"01ARYZ6S41TSV4RRFFQ69G5FAV\",\"minTime\":1e999999}",
                "{\"version\":1,\"ulid\":\"01ARYZ6S41TSV4RRFFQ69G5FAV\",\"minTime\":5,\"maxTime\":4}",
                "{\"version\":1,\"ulid\":\"01ARYZ6S41TSV4RRFFQ69G5FAV\",\"minTime\":99999999999999999999}",
                "{\"a\":\"unterminated",
                "{\"a\":1} x",
                "nul",
                "{\"a\":\"\\x\"}"
            })
    void namesTheDamage(String text) {
        assertThatThrownBy(() -> MetaJson.read("meta.json", text))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("file=meta.json")
                .hasMessageContaining("expected=");
    }

    @Test
    void endsAtDeepNesting() {
        assertThatThrownBy(() -> MetaJson.read("meta.json", "[".repeat(100_000)))
                .isInstanceOf(CorruptDataException.class);
    }
}
