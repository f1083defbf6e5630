/* The personal values beside the log: the persons' keys, commitments, opening
 * what was sealed. */
#include "console/cases/store_sqlite.h"

#include "console/base/error.h"
#include "console/base/text.h"
#include "console/people/keys.h"

#include <jansson.h>

#include <stdlib.h>
#include <string.h>

/* What a person's key is bound to. */
static char *about_person(const char *id)
{
    return mem_format("person %s", id);
}

/* Opens a person's key; false when it is gone or not the right one. */
static bool open_person(const struct store *store, const char *id,
                        const void *box, size_t length, struct seal_key *key)
{
    AUTO_CHARS about = about_person(id);
    size_t size = 0;
    char *bytes = seal_open(&store->keys->wrap, about, box, length, &size);
    bool opened = bytes && size == sizeof(key->bytes);

    if (opened)
        memcpy(key->bytes, bytes, sizeof(key->bytes));
    if (bytes)
        seal_wipe(bytes, size);
    free(bytes);
    return opened;
}

struct finding {
    struct store *store;
    struct store_person *person;
    bool broken;
};

static bool see_person(const struct db_row *row, void *cookie)
{
    struct finding *finding = cookie;
    size_t length;
    const void *box = db_blob(row, 1, &length);
    const char *id = db_text(row, 0);

    finding->broken =
        strlen(id) != SEAL_UUID_SIZE - 1 ||
        !open_person(finding->store, id, box, length, &finding->person->key);
    if (!finding->broken)
        memcpy(finding->person->id, id, SEAL_UUID_SIZE);
    return false;
}

bool store_person_find(struct store *store, const char *iin,
                       struct store_person *person, struct error *error)
{
    struct finding finding = {store, person, false};
    unsigned char finder[SEAL_HASH_SIZE];

    person->id[0] = '\0';
    seal_hash(&store->keys->find, iin, strlen(iin), finder);
    if (!db_query(store->db, "SELECT id, box FROM person WHERE finder = ?",
                  DB_ARGS(DB_BLOB(finder, sizeof(finder))), see_person,
                  &finding, error))
        return false;
    return !finding.broken ||
           error_set(error, MESSAGE_SEALED_BROKEN, "the key of a person");
}

bool store_person_open(struct store *store, const char *id,
                       struct store_person *person, struct error *error)
{
    struct finding finding = {store, person, false};

    person->id[0] = '\0';
    if (!db_query(store->db,
                  "SELECT id, box FROM person WHERE id = ? AND box IS NOT NULL",
                  DB_ARGS(DB_TEXT(id)), see_person, &finding, error))
        return false;
    return !finding.broken ||
           error_set(error, MESSAGE_SEALED_BROKEN, "the key of a person");
}

static bool make_person(struct store *store, const char *iin,
                        struct store_person *person, struct error *error)
{
    unsigned char finder[SEAL_HASH_SIZE], *box;
    size_t length;
    bool made;

    seal_uuid(person->id);
    seal_random(person->key.bytes, sizeof(person->key.bytes));
    if (iin)
        seal_hash(&store->keys->find, iin, strlen(iin), finder);
    AUTO_CHARS about = about_person(person->id);
    box = seal_close(&store->keys->wrap, about, person->key.bytes,
                     sizeof(person->key.bytes), &length);
    made =
        db_run(store->db, "INSERT INTO person(id, finder, box) VALUES(?,?,?)",
               DB_ARGS(DB_TEXT(person->id),
                       DB_BLOB(iin ? finder : NULL, sizeof(finder)),
                       DB_BLOB(box, length)),
               error);
    free(box);
    return made;
}

bool store_person_need(struct store *store, const char *iin,
                       struct store_person *person, struct error *error)
{
    person->id[0] = '\0';
    if (iin && !store_person_find(store, iin, person, error))
        return false;
    return person->id[0] || make_person(store, iin, person, error);
}

void store_commitment(const unsigned char *salt, const char *field,
                      const char *value, unsigned char *out)
{
    AUTO_TEXT form = {0};

    text_add_n(&form, (const char *)salt, STORE_SALT_SIZE);
    text_add_n(&form, field, strlen(field) + 1);
    text_add(&form, value);
    seal_hash(NULL, form.chars, form.length, out);
    seal_wipe(form.chars, form.length);
}

bool store_forget(struct store *store, const char *person, struct error *error)
{
    return db_run(store->db,
                  "UPDATE person SET box = NULL, finder = NULL WHERE id = ?",
                  DB_ARGS(DB_TEXT(person)), error) &&
           db_run(store->db, "UPDATE sealed SET box = x'' WHERE person = ?",
                  DB_ARGS(DB_TEXT(person)), error) &&
           db_run(store->db,
                  "DELETE FROM jot WHERE substr(about, 1, 14) IN"
                  " (SELECT number FROM cases WHERE person = ?)",
                  DB_ARGS(DB_TEXT(person)), error);
}

struct opening {
    struct store *store;
    void (*seen)(const struct store_value *value, void *cookie);
    void *cookie;
};

/* Opens the box of one row; the caller wipes and frees. */
static char *open_value(const struct store *store, const struct db_row *row,
                        size_t *size)
{
    struct seal_key key;
    size_t length;
    const void *box = db_blob(row, 4, &length);
    char *plain = NULL;

    if (!open_person(store, db_text(row, 1), box, length, &key))
        return NULL;
    AUTO_CHARS about = mem_format("%s/%s", db_text(row, 3), db_text(row, 0));
    box = db_blob(row, 2, &length);
    plain = seal_open(&key, about, box, length, size);
    seal_wipe(&key, sizeof(key));
    return plain;
}

static bool see_value(const struct db_row *row, void *cookie)
{
    struct opening *opening = cookie;
    struct store_value value = {
        db_text(row, 0), db_text(row, 1), NULL, db_int(row, 6) == 1, {0}, NULL};
    size_t size = 0, length;
    char *plain = open_value(opening->store, row, &size);
    const void *finder = db_blob(row, 5, &length);
    bool whole; /* no NUL byte hides a part of the field's name */

    if (!db_is_null(row, 5) && length == SEAL_HASH_SIZE)
        value.finder = finder;
    db_blob(row, 0, &length);
    whole = strlen(value.field) == length;
    if (whole && plain && size >= STORE_SALT_SIZE) {
        value.value = plain + STORE_SALT_SIZE;
        store_commitment((const unsigned char *)plain, value.field, value.value,
                         value.commitment);
    }
    opening->seen(&value, opening->cookie);
    if (plain)
        seal_wipe(plain, size);
    free(plain);
    return true;
}

bool store_each_value(struct store *store, int64_t seq,
                      void (*seen)(const struct store_value *value,
                                   void *cookie),
                      void *cookie, struct error *error)
{
    struct opening opening = {store, seen, cookie};

    return db_query(store->db,
                    "SELECT s.field, s.person, s.box, e.uuid, p.box, p.finder,"
                    " CASE WHEN p.box IS NULL AND length(s.box) = 0 THEN"
                    " EXISTS(SELECT 1 FROM event x WHERE x.person = s.person"
                    " AND x.kind = 'person_erased') END"
                    " FROM sealed s JOIN event e ON e.seq = s.event"
                    " LEFT JOIN person p ON p.id = s.person"
                    " WHERE s.event = ? ORDER BY s.field",
                    DB_ARGS(DB_INT(seq)), see_value, &opening, error);
}

struct unsealing {
    json_t *into;
    int *broken;
};

static void put_value(const struct store_value *value, void *cookie)
{
    struct unsealing *unsealing = cookie;

    if (value->value)
        json_object_set_new(unsealing->into, value->field,
                            json_string(value->value));
    else if (value->erased)
        json_object_set_new(unsealing->into, "erased", json_true());
    else if (unsealing->broken)
        ++*unsealing->broken;
}

bool store_unseal(struct store *store, int64_t seq, struct json_t *into,
                  int *broken, struct error *error)
{
    struct unsealing unsealing = {into, broken};

    return store_each_value(store, seq, put_value, &unsealing, error);
}
