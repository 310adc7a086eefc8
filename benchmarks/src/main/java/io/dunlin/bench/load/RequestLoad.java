package io.dunlin.bench.load;

import java.util.HexFormat;
import java.util.List;

/** One series a request, with a 36-byte id of its own; every series has one sample, its number of tokens. */
public final class RequestLoad implements LoadSet {
    private static final int TENANTS = 100;
    private static final HexFormat HEX = HexFormat.of();

    private final long seed;
    private final int requests;

    /** Makes the set for a number of requests. */
    public RequestLoad(long seed, int requests) {
        this.seed = seed;
        this.requests = requests;
    }

    @Override
    public int size() {
        return requests;
    }

    @Override
    public List<String> labels(int series) {
        return List.of(
                "__name__",
                "llm_request_tokens",
                "instance",
                "10.1.0." + series % 200 + ":8000",
                "job",
                "vllm",
                "model_name",
                "llama-3-70b",
                "pod",
                "vllm-llama-3-70b-" + series % 200,
                "request_id",
                id(series),
                "tenant",
                "tenant-" + Math.floorMod(Mix.hash(seed, ~series), TENANTS));
    }

    private String id(int series) {
        long high = Mix.hash(seed, series);
        long low = Mix.hash(high, series);
        String first = HEX.toHexDigits(high);
        String last = HEX.toHexDigits(low);
        char variant = HEX.toHexDigits((byte) (low >>> 60 & 0x3 | 0x8)).charAt(1);
        return first.substring(0, 8) + '-' + first.substring(8, 12) + "-4" + first.substring(13) + '-' + variant
                + last.substring(1, 4) + '-' + last.substring(4);
    }

    @Override
    public double value(int series, long step) {
        return 1 + Math.floorMod(Mix.hash(seed, series), 4096);
    }
}
