"""人才库: the vocabulary of a city, and the people of its pools who are no members."""

from django.db import IntegrityError, transaction

from members import ledger
from members.models import Expert, Member, Region, Tag
from members.models.pinyin import pinyin_of
from members.operations.changes import overwrite
from members.operations.places import unit_of
from members.workflow import Refused, lock


def learn(region: Region, names) -> None:
    """Take words that the vocabulary of the city does not have yet into it; called inside the verb that used them."""
    if not names:
        return
    city = city_of(region)
    known = set(Tag.objects.filter(region=city, name__in=names).values_list("name", flat=True))
    new = [Tag(region=city, name=name, pinyin=pinyin_of(name)) for name in dict.fromkeys(names) if name not in known]
    # Two people may use the same new word at the same moment.
    Tag.objects.bulk_create(new, ignore_conflicts=True)


def city_of(region: Region) -> Region:
    return region if region.parent_id is None else Region.objects.get(code=region.city_code)


@transaction.atomic
def add_tag(*, by, region: Region, name: str, words) -> Tag:
    try:
        with transaction.atomic():
            tag = Tag.objects.create(region=city_of(region), name=name, words=words)
    except IntegrityError:
        raise Refused(f"已经有标签“{name}”。") from None
    ledger.record(tag, "members.edit_tags", by=by, unit=unit_of(by), sentence=f"新建人才库标签{tag}")
    return tag


@transaction.atomic
def edit_tag(tag: Tag, *, by, **values) -> Tag:
    """Change a word; whoever bears it bears the new one. A name that is there already takes this one in."""
    before = tag.name
    into = Tag.objects.filter(region=tag.region_id, name=values.get("name", before)).exclude(pk=tag.pk).first()
    if into:
        return _merge(tag, into, by=by)
    tag, changes = overwrite(tag, values)
    if tag.name != before:
        _rename(tag.region, before, tag.name)
    if changes:
        ledger.record(
            tag, "members.edit_tags", by=by, unit=unit_of(by), sentence=f"修改人才库标签{tag}", changes=changes
        )
    return tag


def _merge(tag: Tag, into: Tag, *, by) -> Tag:
    tag, into = lock(tag), lock(into)
    _rename(tag.region, tag.name, into.name)
    into.words = list(dict.fromkeys([*into.words, tag.name, *tag.words]))
    into.version += 1
    into.save(update_fields=["words", "version"])
    sentence = f"人才库标签“{tag}”并入“{into}”"
    tag.delete()
    ledger.record(into, "members.edit_tags", by=by, unit=unit_of(by), sentence=sentence)
    return into


def _rename(city: Region, old: str, new: str) -> None:
    """Write the new word into every row that bears the old one."""
    for model in (Member, Expert):
        rows = model.objects.filter(region__path__startswith=city.path, specialities__contains=[old])
        for row in rows.select_for_update().only("pk", "specialities"):
            worn = [new if each == old else each for each in row.specialities]
            model.objects.filter(pk=row.pk).update(specialities=list(dict.fromkeys(worn)))


@transaction.atomic
def remove_tag(tag: Tag, *, by) -> None:
    tag = lock(tag)
    worn = sum(
        model.objects.filter(region__path__startswith=tag.region.path, specialities__contains=[tag.name]).count()
        for model in (Member, Expert)
    )
    if worn:
        raise Refused(f"还有 {worn} 人带这个标签，不能删除；可以改名，或者改成另一个标签的名字并入它。")
    ledger.record(tag, "members.edit_tags", by=by, unit=unit_of(by), sentence=f"删除人才库标签{tag}")
    tag.delete()


@transaction.atomic
def add_expert(*, by, **values) -> Expert:
    """Enter somebody from outside of the conference. The name of a private person stands where it can be erased."""
    expert = Expert.objects.create(**values)
    learn(expert.region, expert.specialities)
    sentence = f"登记{expert.get_pool_display()}人员"
    changes = {"name": ("姓名", "", expert.name)}
    ledger.record(expert, "members.edit_pools", by=by, unit=unit_of(by), sentence=sentence, changes=changes)
    return expert


@transaction.atomic
def edit_expert(expert: Expert, *, by, **values) -> Expert:
    expert, changes = overwrite(expert, values)
    learn(expert.region, values.get("specialities", ()))
    if changes:
        sentence = f"修改{expert.get_pool_display()}人员的登记"
        changes = {"name": ("姓名", "", expert.name)} | changes
        ledger.record(expert, "members.edit_pools", by=by, unit=unit_of(by), sentence=sentence, changes=changes)
    return expert
