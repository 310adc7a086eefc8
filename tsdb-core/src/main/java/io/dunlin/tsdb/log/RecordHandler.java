package io.dunlin.tsdb.log;

import io.dunlin.tsdb.memory.Region;

/** Takes the records of a log one by one, in the order they were appended. What a record means is the handler's matter. */
public interface RecordHandler {
    /**
     * Takes one record. The bytes are valid during the call only, and have passed their checksum.
     *
     * @param sequence the record's number; where it is not one more than the last, those between were lost
     */
    void record(long sequence, Region region, long address, int length);
}
