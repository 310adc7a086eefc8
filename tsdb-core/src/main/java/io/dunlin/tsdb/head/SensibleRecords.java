package io.dunlin.tsdb.head;

import io.dunlin.tsdb.log.RecordHandler;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;

/**
 * Calls a record damaged that makes no sense to its reader. Its checksum is right, so it was written so; checked memory and
 * arithmetic find it.
 *
 * @param reader reads one record
 */
record SensibleRecords(RecordHandler reader) implements RecordHandler {
    @Override
    public void record(long sequence, Region region, long address, int length) {
        try {
            reader.record(sequence, region, address, length);
        } catch (IndexOutOfBoundsException | IllegalArgumentException | ArithmeticException e) {
            throw new CorruptDataException(region.name(), address, "a record of the head that makes sense", e);
        }
    }
}
