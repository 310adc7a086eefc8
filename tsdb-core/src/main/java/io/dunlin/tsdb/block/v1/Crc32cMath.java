package io.dunlin.tsdb.block.v1;

/**
 * Joins CRC32C checksums: from the checksums of two byte strings and the length of the second, the checksum of both one
 * behind the other. A section can so be written before the count at its start is known, and need not be read again.
 *
 * <p>Source: the algorithm of zlib's {@code crc32_combine}: appending zero bytes is multiplication by a fixed matrix over
 * GF(2), which is squared for each bit of the length.
 */
final class Crc32cMath {
    private static final int REVERSED_POLYNOMIAL = 0x82F63B78;
    private static final int BITS = Integer.SIZE;

    private Crc32cMath() {}

    /** Returns the checksum of the string with checksum {@code first} followed by the one with {@code second}. */
    static int join(int first, int second, long secondLength) {
        if (secondLength == 0) {
            return first;
        }
        int[] matrix = oneZeroBit();
        int[] squared = new int[BITS];
        // Three squarings make the matrix of one zero bit that of a zero byte.
        square(matrix, squared);
        square(squared, matrix);
        square(matrix, squared);
        int crc = first;
        for (long left = secondLength; left != 0; left >>>= 1) {
            int[] power = squared;
            if ((left & 1) != 0) {
                crc = times(power, crc);
            }
            square(power, matrix);
            squared = matrix;
            matrix = power;
        }
        return crc ^ second;
    }

    private static int[] oneZeroBit() {
        int[] matrix = new int[BITS];
        matrix[0] = REVERSED_POLYNOMIAL;
        for (int i = 1; i < BITS; i++) {
            matrix[i] = 1 << i - 1;
        }
        return matrix;
    }

    private static int times(int[] matrix, int vector) {
        int sum = 0;
        int row = 0;
        for (int bits = vector; bits != 0; bits >>>= 1) {
            if ((bits & 1) != 0) {
                sum ^= matrix[row];
            }
            row++;
        }
        return sum;
    }

    private static void square(int[] matrix, int[] result) {
        for (int i = 0; i < BITS; i++) {
            result[i] = times(matrix, matrix[i]);
        }
    }
}
