"""The form of a yearly album: how it is called and how many photos stand on a page."""

from members.forms import Form, LineField, SegField

PER_PAGE = [("1", "1 张"), ("2", "2 张"), ("3", "3 张"), ("4", "4 张")]


class AlbumForm(Form):
    once = True

    title = LineField(label="画册标题", max_length=40)
    per_page = SegField(label="每页照片", choices=PER_PAGE, initial="2")
