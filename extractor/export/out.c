#include "export/out.h"

#include <errno.h>
#include <unistd.h>

#include "base/file.h"

enum { WRITTEN_AT_ONCE = 1 << 16 };

int out_begin(struct out *out, const char *path)
{
    *out = (struct out){ 0 };
    if (!path || strcmp(path, "-") == 0) {
        out->stream = stdout;
        return 0;
    }
    if (snprintf(out->path, sizeof out->path, "%s", path) >= (int)sizeof out->path)
        return ENAMETOOLONG;
    if (!file_is_special(path))
        snprintf(out->temporary, sizeof out->temporary, "%s.tmp", out->path);
    out->stream = fopen(out->temporary[0] ? out->temporary : path, "wbe");
    return out->stream ? 0 : errno;
}

static void write_bytes(struct out *out)
{
    if (out->bytes.len)
        fwrite(out->bytes.bytes, 1, out->bytes.len, out->stream);
    out->bytes.len = 0;
}

void out_flush(struct out *out)
{
    if (out->bytes.len >= WRITTEN_AT_ONCE)
        write_bytes(out);
}

static int close_stream(struct out *out)
{
    write_bytes(out);
    bool failed = fflush(out->stream) || ferror(out->stream);
    int error = failed ? errno ? errno : EIO : 0;
    if (out->stream != stdout && fclose(out->stream) && !error)
        error = errno;
    return error;
}

int out_end(struct out *out)
{
    int error = close_stream(out);
    buffer_free(&out->bytes);
    if (!out->temporary[0])
        return error;
    if (!error && rename(out->temporary, out->path))
        error = errno;
    if (error)
        unlink(out->temporary);
    return error;
}

void out_drop(struct out *out)
{
    buffer_free(&out->bytes);
    if (out->stream != stdout)
        fclose(out->stream);
    if (out->temporary[0])
        unlink(out->temporary);
}
