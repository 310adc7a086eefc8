package io.dunlin.tsdb.index;

/**
 * Arena addresses in 32 bits. An arena's segments are at most 4 MiB long, so an offset needs 22 bits less those that
 * alignment keeps zero, and the rest count segments: 4 GiB for single bytes, 32 GiB for pieces aligned to 8.
 *
 * <p>The value 0 means no address: what packs its addresses leaves the first bytes of its arena unused.
 */
public final class PackedAddress {
    /** No address. */
    public static final int NONE = 0;

    private static final int SEGMENT_SHIFT = 29;
    private static final int OFFSET_BITS = 22;
    private static final long OFFSET_MASK = (1L << SEGMENT_SHIFT) - 1;

    private PackedAddress() {}

    /**
     * Packs an address whose lowest {@code shift} bits are zero.
     *
     * @throws IllegalStateException when the arena has grown too large for it
     */
    public static int pack(long address, int shift) {
        long segment = address >>> SEGMENT_SHIFT;
        long offset = address & OFFSET_MASK;
        int bits = OFFSET_BITS - shift;
        if (segment >>> (Integer.SIZE - bits) != 0 || offset >>> OFFSET_BITS != 0) {
            throw new IllegalStateException("arena is too large: address=" + address + ", shift=" + shift);
        }
        return (int) (segment << bits | offset >>> shift);
    }

    /** Returns the address that {@link #pack} was given. */
    public static long unpack(int packed, int shift) {
        int bits = OFFSET_BITS - shift;
        long segment = (packed & 0xffffffffL) >>> bits;
        long offset = (long) (packed & (1 << bits) - 1) << shift;
        return segment << SEGMENT_SHIFT | offset;
    }
}
