package io.dunlin.tsdb.block.v1;

import io.dunlin.tsdb.block.IndexSize;
import io.dunlin.tsdb.disk.Disk;
import io.dunlin.tsdb.memory.MemoryScope;
import io.dunlin.tsdb.memory.Region;
import io.dunlin.tsdb.storage.CorruptDataException;
import java.io.IOException;
import java.nio.file.Path;
import org.agrona.collections.LongHashSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An open index file of version 1 or 2. Opening reads its header and contents only; a section is checked when it is used
 * for the first time. Thread-safe while the scope that maps the file is open.
 */
final class IndexReader {
    private static final Logger LOG = LoggerFactory.getLogger(IndexReader.class);

    /** Lists from this length on are remembered as checked; shorter ones are checked every time. */
    private static final int REMEMBERED_IDS = 1024;

    private final String file;
    private final Region region;
    private final long length;
    private final int version;
    private final IndexContents contents;
    private final IndexSection symbolSection;
    private final IndexSection tableSection;
    private final IndexSamples sidecar;
    private final LongHashSet checkedLists = new LongHashSet();
    private volatile Tables tables;

    /** What is known once the symbol section and the postings table have been checked. */
    private record Tables(SymbolTable symbols, PostingsTable postings) {}

    private IndexReader(String file, Region region, long length, IndexSamples sidecar) {
        this.file = file;
        this.region = region;
        this.length = length;
        this.version = version(file, region);
        this.contents = IndexContents.read(file, region, length);
        this.symbolSection = IndexSection.at(file, region, length, contents.symbols());
        this.tableSection = IndexSection.at(file, region, length, contents.postingsTable());
        this.sidecar = sidecar;
    }

    /** Opens the index of a block directory. */
    static IndexReader open(Disk disk, Path directory, MemoryScope scope) throws IOException {
        Path path = directory.resolve(IndexLayout.FILE_NAME);
        long length = disk.size(path);
        if (length < IndexLayout.HEADER_LENGTH + IndexLayout.CONTENTS_LENGTH) {
            throw new CorruptDataException(path.toString(), length, "a header and contents", "the end of the file");
        }
        Region region = disk.map(path, scope);
        return new IndexReader(path.toString(), region, length, openSidecar(disk, directory, scope, region, length));
    }

    /** Returns the samples of the sidecar, or null where it is absent or damaged: a scan then takes its place. */
    private static IndexSamples openSidecar(
            Disk disk, Path directory, MemoryScope scope, Region index, long indexLength) throws IOException {
        Path path = directory.resolve(IndexSampleLayout.FILE_NAME);
        if (!disk.exists(path)) {
            return null;
        }
        int indexChecksum = index.getIntBigEndian(indexLength - IndexLayout.CHECKSUM_LENGTH);
        long length = disk.size(path);
        try {
            return IndexSamples.Mapped.open(path.toString(), disk.map(path, scope), length, indexLength, indexChecksum);
        } catch (CorruptDataException e) {
            LOG.warn("Sample file of a block is damaged, reading the index instead: {}", e.getMessage());
            return null;
        }
    }

    private static int version(String file, Region region) {
        int magic = region.getIntBigEndian(0);
        if (magic != IndexLayout.MAGIC) {
            throw new CorruptDataException(file, 0, Integer.toHexString(IndexLayout.MAGIC), Integer.toHexString(magic));
        }
        int version = region.getByte(IndexLayout.VERSION_OFFSET);
        if (version != IndexLayout.VERSION_1 && version != IndexLayout.VERSION_2) {
            throw new CorruptDataException(file, IndexLayout.VERSION_OFFSET, "version 1 or 2", "version " + version);
        }
        return version;
    }

    String file() {
        return file;
    }

    Region region() {
        return region;
    }

    /** Returns the length of the file. */
    long length() {
        return length;
    }

    /** Returns the checksum of the file's contents. */
    int checksum() {
        return region.getIntBigEndian(length - IndexLayout.CHECKSUM_LENGTH);
    }

    /** Returns how large the file and its limited sections are. */
    IndexSize size() {
        return new IndexSize(symbolSection.length(), tableSection.length(), length);
    }

    /** Returns the strings. */
    SymbolTable symbols() {
        return tables().symbols;
    }

    /** Returns the lists by label pair. */
    PostingsTable postingsTable() {
        return tables().postings;
    }

    private Tables tables() {
        Tables known = tables;
        if (known == null) {
            synchronized (this) {
                known = tables;
                if (known == null) {
                    known = loadTables();
                    tables = known;
                }
            }
        }
        return known;
    }

    private Tables loadTables() {
        symbolSection.check();
        tableSection.check();
        IndexSamples samples = sidecar != null && version == IndexLayout.VERSION_2 ? sidecar : scan();
        SymbolTable symbols = version == IndexLayout.VERSION_2
                ? new NumberedSymbols(symbolSection, samples.symbols(), samples::symbolOffset)
                : new OffsetSymbols(symbolSection, samples.symbols());
        return new Tables(symbols, new PostingsTable(tableSection, samples));
    }

    private IndexSamples scan() {
        return version == IndexLayout.VERSION_2
                ? IndexScan.sorted(symbolSection, tableSection)
                : IndexScan.unsorted(symbolSection, tableSection);
    }

    /** Returns the postings list at an offset of the table, checked. */
    PostingsList list(long offset) {
        IndexSection section = IndexSection.at(file, region, length, offset);
        long ids = (section.length() - Integer.BYTES) / Integer.BYTES;
        boolean remember = ids >= REMEMBERED_IDS;
        if (!remember || !isChecked(offset)) {
            section.check();
            if (remember) {
                rememberChecked(offset);
            }
        }
        RegionInput input = section.input();
        int count = input.readInt();
        if (count != ids) {
            throw input.corrupt(ids + " ids", Integer.toUnsignedString(count));
        }
        return new PostingsList(region, input.position(), count);
    }

    private boolean isChecked(long offset) {
        synchronized (checkedLists) {
            return checkedLists.contains(offset);
        }
    }

    private void rememberChecked(long offset) {
        synchronized (checkedLists) {
            checkedLists.add(offset);
        }
    }

    /** Returns the list of all series. */
    PostingsList allSeries() {
        int name = postingsTable().find("");
        return name == PostingsTable.ABSENT
                ? PostingsList.empty(region)
                : list(postingsTable().find(name, ""));
    }

    /** Returns where the entry of a series lies. */
    long seriesOffset(int id) {
        long unsigned = id & 0xFFFF_FFFFL;
        return version == IndexLayout.VERSION_2 ? unsigned * IndexLayout.SERIES_ALIGNMENT : unsigned;
    }

    /** Returns the first byte that no series entry can reach. */
    long seriesEnd() {
        return length - IndexLayout.CONTENTS_LENGTH;
    }
}
